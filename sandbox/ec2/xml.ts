/** XML that is already written, such as the rendering of an immutable record. */
export class Xml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Undefined members are left out, an empty list becomes an empty element, list members are called `item`. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | Xml
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** Joins the pieces once: strings that grow piece by piece hold on to all of their pieces. */
export function writeXml(value: XmlValue): string {
  const pieces: string[] = [];
  write(pieces, value);
  return pieces.join('');
}

function write(pieces: string[], value: XmlValue): void {
  if (value === undefined) return;
  if (value instanceof Xml) pieces.push(value.text);
  else if (Array.isArray(value)) for (const member of value) writeElement(pieces, 'item', member);
  else if (typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) writeElement(pieces, name, member);
    }
  } else if (value !== '') pieces.push(escapeXml(String(value)));
}

function writeElement(pieces: string[], name: string, value: XmlValue): void {
  const place = pieces.push(`<${name}>`);
  write(pieces, value);
  if (pieces.length === place) pieces[place - 1] = `<${name}/>`;
  else pieces.push(`</${name}>`);
}

/** EC2 writes its times with milliseconds. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Writes each immutable record once. */
export function renderedOnce<T extends object>(render: (record: T) => XmlValue): (record: T) => Xml {
  const written = new WeakMap<T, Xml>();
  return (record) => {
    const known = written.get(record);
    if (known !== undefined) return known;
    const xml = new Xml(writeXml(render(record)));
    written.set(record, xml);
    return xml;
  };
}

export function escapeXml(text: string): string {
  if (!/[&<>"'\r\n\t]/.test(text)) return text;
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
