/** A copy that throws when anybody writes to it, at any depth, maps included. */
export function frozen<T>(value: T): T {
  return frozenInPlace(structuredClone(value));
}

function frozenInPlace<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) {
    for (const item of value.values()) frozenInPlace(item);
    const refuse = () => {
      throw new TypeError('a frozen map was written to');
    };
    Object.assign(value, { set: refuse, delete: refuse, clear: refuse });
  }
  for (const item of Object.values(value)) if (typeof item !== 'function') frozenInPlace(item);
  return Object.freeze(value);
}
