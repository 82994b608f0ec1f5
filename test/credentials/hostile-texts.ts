/** A text of about `length` characters, never more. */
type Make = (length: number) => string;

const repeated =
  (piece: string): Make =>
  (length) =>
    piece.repeat(length / piece.length);

const within =
  (head: string, piece: string, end = ''): Make =>
  (length) =>
    head + piece.repeat((length - head.length - end.length) / piece.length) + end;

/** Pieces that differ by their number. */
const numbered =
  (head: string, make: (index: number) => string, separator: string, end = ''): Make =>
  (length) => {
    const pieces: string[] = [];
    let left = length - head.length - end.length;
    for (let index = 0; left > 0; index++) {
      const piece = make(index);
      left -= piece.length + separator.length;
      if (left >= 0) pieces.push(piece);
    }
    return head + pieces.join(separator) + end;
  };

const nested =
  (open: string, close: string, core = '1'): Make =>
  (length) => {
    const depth = Math.floor((length - core.length) / (open.length + close.length));
    return open.repeat(depth) + core + close.repeat(depth);
  };

/** A text that is wrapped again and again as long as it fits. */
const wrapped =
  (wrap: (text: string) => string): Make =>
  (length) => {
    let text = '{"a": 1}';
    for (let next = wrap(text); next.length <= length; next = wrap(text)) text = next;
    return text;
  };

const SECRET = 'kind: Secret\nx: ';

/** Texts that look like a form for a long time, by what they repeat. */
export const hostileTexts: Readonly<Record<string, Make>> = {
  // JSON, and what is mended in it
  braces: repeated('{'),
  'braces with quotes': repeated('{"'),
  'braces with spaces': repeated('{ '),
  'braces far apart': repeated(`{${' '.repeat(999)}`),
  'braces with comments': repeated('{/*'),
  'braces with line comments': repeated('{//\n'),
  'a brace and spaces': within('{', ' ', 'x'),
  members: repeated('{"a":'),
  brackets: repeated('['),
  'brackets with spaces': repeated('[ '),
  'brackets with braces': repeated('[{'),
  'brackets with quotes': repeated('["'),
  'brackets before an object': within('', '[', '{"a":1}'),
  'a bracket and spaces': within('[', ' ', '{x'),
  'starts of comments': repeated('/*'),
  slashes: repeated('/'),
  quotes: repeated('"'),
  'quotes on lines': repeated('"\n'),
  backslashes: repeated('\\'),
  'escaped quotes': repeated('\\"'),
  'escaped JSON without an end': within('{\\"', '\\n'),
  'escaped braces': within('{', '{[', '\\"'),
  'objects in text': repeated('{"a":1} x '),
  'damaged objects in text': repeated('{"a":1,} x '),
  'an object that has no end': within('{"a":1} {"b": ', '{"a":1}'),
  'text after an object': within('{"a":1}', ' x'),
  commas: within('{"a":1', ','),
  'commas with spaces': within('{"a":1', ', ', '}'),
  'deep lists': nested('[', ']'),
  'deep objects': nested('{"a":', '}'),
  'deep lists of objects': nested('[{"a":', '}]'),
  'deep clients': nested('{"uaa":', '}'),
  'deep credentials': nested('{"credentials":', '}'),
  'many members': numbered('{', (index) => `"k${index}":"v${index}"`, ',', '}'),
  'many objects': numbered('{', (index) => `"k${index}":{"a":"0123456789abcdef"}`, ',', '}'),
  'many texts': numbered('{', (index) => `"k${index}":"0123456789 abcdef"`, ',', '}'),
  'many texts that are JSON': numbered('{', (index) => `"k${index}":"{}"`, ',', '}'),
  'many texts that look like JSON': numbered('{', (index) => `"k${index}":"{x"`, ',', '}'),
  'a list of empty objects': numbered('[', () => '{}', ',', ']'),
  'a list of empty texts': numbered('[', () => '""', ',', ']'),
  'a list of numbers': numbered('[', () => '1', ',', ']'),
  'JSON in JSON': wrapped((text) => JSON.stringify({ a: text })),
  'texts in texts': wrapped((text) => JSON.stringify(text)),
  'base64 in base64': wrapped((text) => Buffer.from(`${text}    `).toString('base64')),
  'quotes around quotes': nested("'", "'"),
  backticks: repeated('`'),
  // variables
  'double quotes without an end': repeated('A="\n'),
  'double quotes with a backslash': repeated('A="\\\n'),
  'single quotes without an end': repeated("A='\n"),
  'a long value in double quotes': within('A="', 'x\n'),
  'quotes and spaces in a value': within("A='", "' "),
  'quotes and comments in a value': within("A='x", "' #"),
  'quotes and comments on lines': within("A='x", "' #\n"),
  'a value of line separators': within('A="', '\u2028'),
  'variables and line separators': repeated('"\u2028'),
  'words of an export': repeated('export '),
  assignments: numbered('', (index) => `A${index}=b`, '\n'),
  'a value of spaces': within('A=x', ' ', '#'),
  'a value of comment signs': within('A=x', ' #'),
  'a value of words': within('A=x', ' y'),
  'names of clients': numbered('', (index) => `P${index}_CLIENT_ID=a${index}`, '\n'),
  'names of clients that end alike': numbered(
    '',
    (index) => `X${String(index).padStart(8, '0')}Z_CLIENT_ID=a${index}`,
    '\n',
  ),
  'a name of underscores': within('a', '_', 'CLIENT_ID=a'),
  'names of clients in one name': within('', 'client_id', '=x'),
  // Java properties
  'escaped colons': repeated('a\\:\n'),
  'escaped colons in one line': repeated('a\\:'),
  'continued lines': within('a=\\:b', '\\\n'),
  'lines of properties': within('a=\\:b\n', 'c=\\:d\n'),
  'a name of backslashes': within('a=\\:b\n', 'a\\'),
  'spaces around a sign': within('a=\\:b\nc', ' ', '='),
  'comments of properties': repeated('#\\:'),
  'carriage returns': within('a', '\r', 'b'),
  // YAML
  'list signs': repeated('- '),
  'list items': within('a:\n', ' - a\n'),
  'nested names': repeated('a:\n b:\n  c:\n'),
  'indented names': numbered(SECRET, (index) => `${' '.repeat(index % 49)}k${index}:`, '\n'),
  'names of a mapping': numbered('a:\n', (index) => ` k${index}: v`, '\n'),
  'the same name': within('a:\n', ' k: v\n'),
  'lists in brackets': within(SECRET, '[a,'),
  'ends of lists': within(SECRET, ']'),
  'ends of mappings': within(SECRET, '}'),
  'double quotes': within(SECRET, '"'),
  'a word in an inline table': within('{ a = ', 'a'),
  'quotes in an inline table': within('{ a = ', '\\"'),
  'mappings in braces': within(SECRET, '{a: '),
  documents: repeated('a:\n  b: c\n---\n'),
  'kinds of Secret': repeated('kind: Secret\n'),
  'junk after a kind': within('kind: Secret\n', 'junk '),
  'a block of lines': within(`${SECRET}|\n`, '  aaaa\n'),
  'a folded block': within(`${SECRET}>-\n`, '  aaaa\n\n'),
  'a plain text of lines': within(`${SECRET}a\n`, '  b\n'),
  'a quoted text of lines': within(`${SECRET}"`, 'a\n  '),
  anchors: numbered('kind: Secret\n', (index) => `k${index}: &a${index} *a${index - 1}`, '\n'),
  tags: within(SECRET, '!a '),
  'names of anchors': within(SECRET, '&a '),
  colons: within(SECRET, ': '),
  'question marks': within('kind: Secret\n', '? '),
  directives: within('kind: Secret\n', '%a\n'),
  // sections
  'sections of one name': repeated('[a]\n'),
  'sections of many names': numbered('', (index) => `[a${index}]\nb = c`, '\n'),
  'sections in a section': repeated('[a.uaa]\n[a]\n'),
  'headers without an end': repeated('[a\n'),
  // labels
  'labels alone': repeated('Client ID\n'),
  'labels with values': repeated('Client ID: a\n'),
  'labels in one line': repeated('Client ID '),
  'unknown labels': numbered('', (index) => `Label ${index}: a`, '\n'),
  'columns of spaces': within('Client ID', ' ', 'x'),
  'columns of tabs': within('Client ID\t', '\t', 'x'),
  'blank lines after a label': within('Client ID\n', '\n', 'x'),
  'two words': repeated('a  a'),
  'PEM blocks without an end': repeated('-----BEGIN A-----\n'),
  'keys without an end': repeated('key: -----BEGIN A-----\n'),
  'keys on lines of their own': repeated('certificate\n-----BEGIN A-----\n'),
  'a chain of blocks': within('key: -----BEGIN A\n', '-----END\n-----BEGIN\n'),
  'keys with an end far away': within('', 'key: -----BEGIN A-----\n', '-----END A-----'),
  // characters
  spaces: within('a', ' ', 'b'),
  'a brace that ends far before the text': within('{"}', ' ', 'x'),
  'spaces before the last character of a secret': within(
    '{"clientid":"a","clientsecret":"b',
    ' ',
    '\u3042","url":"https://h.example"}',
  ),
  'slashes in a URL': within(
    '{"clientid":"a","clientsecret":"b","url":"https://h.example/',
    '/',
    'x"}',
  ),
  'token paths in a URL': within(
    '{"clientid":"a","clientsecret":"b","tokenurl":"https://h.example',
    '/oauth/token',
    'x"}',
  ),
  'line breaks': within('a', '\n', 'b'),
  'line separators': repeated('\u2028'),
  'non-breaking spaces': repeated('\u00a0x'),
  'zero bytes': repeated('\0'),
  'zero bytes and marks': within('\0', '\ufffd', 'x'),
  'byte order marks': repeated('\ufeff'),
  'percent signs': repeated('%'),
  asterisks: within('', '*', 'x'),
  'typographic quotes': repeated('\u2018'),
  'names of files': within('a', '.json', '!'),
  'ends of JSON': repeated(`} ${' '.repeat(500)}`),
  'ends of JSON in it': within('{"a"', '}  ', 'x'),
  'base64 in one line': repeated('QUJD'),
  'base64 in lines': repeated('QUJDQUJDQUJDQUJDQUJD\n'),
  'base64 with gaps': repeated('QUJD\\n'),
  'signs of padding': repeated('='),
  // bindings
  'a list of clients': numbered('[', (index) => `{"clientid":"${index}"}`, ',', ']'),
  'the same client': numbered('[', () => '{"clientid":"a"}', ',', ']'),
  'bindings with secrets': numbered(
    '{"VCAP_SERVICES":{"x":[',
    (index) => `{"name":"n${index}","credentials":{"clientid":"${index}","secret":"s${index}x"}}`,
    ',',
    ']}}',
  ),
  'labels of services': numbered(
    '{"VCAP_SERVICES":{',
    (index) => `"l${index}":[{"credentials":{"a":"${index}"}}]`,
    ',',
    '}}',
  ),
  'tags of many clients': (length) =>
    `{"tags":${numbered('[', (index) => `"t${index}"`, ',', ']')(length / 2 - 20)},` +
    `"credentials":${numbered('[', (index) => `{"clientid":"${index}"}`, ',', ']')(length / 2 - 20)}}`,
  'names of many clients': (length) =>
    `{"name":${numbered('[', (index) => `"t${index}"`, ',', ']')(length / 2 - 20)},` +
    `"credentials":${numbered('[', (index) => `{"clientid":"${index}"}`, ',', ']')(length / 2 - 20)}}`,
  'clients without a client id': nested(
    '{"a_client_id":"","b_client_id":"","c_client id":"","n":',
    '}',
  ),
  'Kubernetes Secrets': numbered(
    '{"kind":"List","items":[',
    () => '{"kind":"Secret","data":{"a":"QUJD"}}',
    ',',
    ']}',
  ),
  'Kubernetes data': numbered(
    '{"kind":"Secret","data":{',
    (index) => `"k${index}":"QUJDQUJDQUJDQUJDQUJDQUJD"`,
    ',',
    '}}',
  ),
  'Terraform outputs': numbered('{', (index) => `"k${index}":{"value":"v","type":"x"}`, ',', '}'),
  'a URL of users': within('{"clientid":"a","url":"https://', 'a@', '"}'),
  'a query of secrets': within('{"a":"x', '&client_secret=x', '"}'),
};
