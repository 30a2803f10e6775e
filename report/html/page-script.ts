/**
 * The one script of the page, as browsers run it: it searches the register, and unfolds everything for the printer. It
 * writes text nodes alone, so that no value of a tag is ever read as markup.
 */
export const pageScript = String.raw`'use strict';
(() => {
  const hitsMax = 200;
  const byId = (id) => document.getElementById(id);
  const query = byId('query');
  let register;

  const readRegister = () => {
    const { count, columns } = JSON.parse(byId('addresses').textContent);
    const cell = (name, row) => {
      const { values, rows } = columns[name];
      return rows === undefined ? values[row] : values[rows[row]];
    };
    const searched = ['address', 'eni', 'instance', 'name', 'group', 'owner'];
    const lines = new Array(count);
    for (let row = 0; row < count; row += 1) {
      lines[row] = ('\n' + searched.map((name) => cell(name, row)).join('\n') + '\n').toLowerCase();
    }
    return { count, cell, lines };
  };

  const ipv4 = (text) => {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
    return parts === null ? undefined : parts.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
  };

  const isInPrefix = (address, prefix) => {
    const [first, length] = prefix.split('/');
    const start = ipv4(first);
    return start !== undefined && address >= start && address < start + 2 ** (32 - Number(length));
  };

  // What is just so comes before what begins so, and that before what contains it.
  const search = (wanted) => {
    const { count, cell, lines } = register;
    const words = wanted.split(/\s+/);
    const address = ipv4(wanted);
    const ranks = [[], [], []];
    let found = 0;
    for (let row = 0; row < count; row += 1) {
      const line = lines[row];
      const around = address !== undefined && cell('kind', row) === 'prefix' && isInPrefix(address, cell('address', row));
      if (!around && !words.every((word) => line.includes(word))) continue;
      found += 1;
      const exact = around || line.includes('\n' + wanted + '\n');
      const rank = ranks[exact ? 0 : line.includes('\n' + wanted) ? 1 : 2];
      if (rank.length < hitsMax) rank.push(row);
    }
    return { found, rows: ranks.flat().slice(0, hitsMax) };
  };

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const labels = [
    ['ENI', 'eni'],
    ['Instance', 'instance'],
    ['Group', 'group'],
    ['Owner', 'owner'],
    ['Claimed by', 'claim'],
    ['Subnet', 'subnet'],
    ['VPC', 'vpc'],
    ['Zone', 'zone'],
  ];

  const factOf = (label, value) => {
    const fact = element('span', 'fact', '');
    fact.append(element('span', 'quiet', label + ' '), element('bdi', '', value));
    return fact;
  };

  const hitOf = (row) => {
    const { cell } = register;
    const hit = element('li', '', '');
    const title = element('p', 'title', '');
    title.append(element('strong', '', cell('address', row)), element('span', 'badge', cell('kind', row)));
    title.append(element('bdi', '', cell('name', row)));
    const facts = element('p', 'facts', '');
    for (const [label, name] of labels) {
      if (cell(name, row) !== '') facts.append(factOf(label, cell(name, row)));
    }
    const since = cell('since', row);
    if (since > 0) facts.append(factOf('Since', new Date(since * 1000).toISOString().slice(0, 16).replace('T', ' ') + ' UTC'));
    hit.append(title, facts);
    return hit;
  };

  const told = (wanted, found, shown) => {
    if (wanted === '') return register.count.toLocaleString('en-US') + ' to search in';
    if (found === 0) return byId('search').dataset.nothing;
    const all = found.toLocaleString('en-US') + (found === 1 ? ' match' : ' matches');
    return shown === found ? all : all + ', of which the first ' + shown + ' are listed. Type more to see the others.';
  };

  const show = () => {
    register ??= readRegister();
    const wanted = query.value.trim().toLowerCase();
    const { found, rows } = wanted === '' ? { found: 0, rows: [] } : search(wanted);
    byId('hits').replaceChildren(...rows.map(hitOf));
    byId('hit-count').textContent = told(wanted, found, rows.length);
  };

  byId('search-form').hidden = false;
  query.addEventListener('input', show);

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const each of opened) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
  });
})();
`;
