/** What the build uses of ncc, which brings no types. */
declare module '@vercel/ncc' {
  interface Asset {
    readonly source: string | Buffer;
  }
  // biome-ignore lint/style/noDefaultExport: it is what ncc has.
  export default function ncc(
    entry: string,
    options: {
      /** Requests that stay requests, and the name that each has in the bundle. */
      readonly externals: Readonly<Record<string, string>>;
      readonly license: string;
      readonly cache: boolean;
      readonly quiet: boolean;
    },
  ): Promise<{ readonly code: string; readonly assets: Readonly<Record<string, Asset>> }>;
}
