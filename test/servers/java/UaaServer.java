import java.io.File;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/**
 * Serves an unpacked web application on 127.0.0.1. Arguments: its folder, the port, and a folder for
 * what Tomcat writes. The port is open once the application is ready.
 */
public class UaaServer {
  public static void main(String[] arguments) throws Exception {
    String application = new File(arguments[0]).getAbsolutePath();
    Tomcat tomcat = new Tomcat();
    tomcat.setPort(Integer.parseInt(arguments[1]));
    tomcat.setBaseDir(arguments[2]);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("bindOnInit", "false");

    // No JSP, and no search through the libraries: UAA needs neither.
    tomcat.setAddDefaultWebXmlToWebapp(false);
    ContextConfig configuration = new ContextConfig();
    configuration.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    StandardContext context =
        (StandardContext) tomcat.addWebapp(tomcat.getHost(), "", application, configuration);
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanManifest(false);
    scanner.setScanClassPath(false);
    context.setJarScanner(scanner);
    // UAA looks for a servlet of this name.
    Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");

    tomcat.start();
    tomcat.getServer().await();
  }
}
