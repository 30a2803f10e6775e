/** What a form of the query protocol says: texts, lists and structures of them. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

/**
 * Reads `Tags.member.1.Key=STAGE` as `{ Tags: [{ Key: 'STAGE' }] }`. An empty list comes as an empty text. `Action` and
 * `Version` are left out: they say who is asked, and not what.
 */
export function readForm(body: string): FormValue {
  let form: FormValue = {};
  for (const [name, text] of new URLSearchParams(body)) {
    if (name !== 'Action' && name !== 'Version') form = placed(form, name.split('.'), text);
  }
  return form;
}

/** What is there, with a text put at the end of the path. */
function placed(present: FormValue | undefined, path: readonly string[], text: string): FormValue {
  const [name, ...rest] = path;
  if (name === undefined) return text;
  if (name === 'member') {
    const [position, ...inner] = rest;
    const list = Array.isArray(present) ? present : [];
    const index = Number(position) - 1;
    list[index] = placed(list[index], inner, text);
    return list;
  }
  const structure = typeof present === 'object' && !Array.isArray(present) ? present : {};
  return { ...structure, [name]: placed(structure[name], rest, text) };
}
