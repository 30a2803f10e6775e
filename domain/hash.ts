/** FNV-1a twice, from two beginnings: 64 bits in sixteen hexadecimal digits. It meets accidents, not adversaries. */
export function hash64(text: string): string {
  return `${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x9747b28c)}`;
}

function fnv1a(text: string, beginning: number): string {
  let value = beginning;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}
