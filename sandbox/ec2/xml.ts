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

export function writeXml(value: XmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Xml) return value.text;
  if (Array.isArray(value)) return value.map((member) => element('item', member)).join('');
  if (typeof value === 'object') {
    let text = '';
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) text += element(name, member);
    }
    return text;
  }
  return escapeXml(String(value));
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

function element(name: string, value: XmlValue): string {
  const content = writeXml(value);
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  if (!/[&<>"'\r\n\t]/.test(text)) return text;
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
