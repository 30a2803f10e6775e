import { overlap, parseRange } from '../../domain/cidr.ts';

function meet(a: string, b: string): boolean | undefined {
  const [one, other] = [parseRange(a), parseRange(b)];
  return one === undefined || other === undefined ? undefined : overlap(one, other);
}

test.each([
  ['10.0.0.9', '10.0.0.9'],
  ['10.0.0.9', '10.0.0.8/30'],
  ['10.0.0.11', '10.0.0.9/30'],
  ['10.0.0.0/8', '10.255.255.255'],
  ['0.0.0.0/0', '1.2.3.4'],
  ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1'],
  ['2001:db8::/32', '2001:db8:ffff::1/128'],
  ['::', '::/0'],
])('%s meets %s', (a, b) => {
  expect(meet(a, b)).toBe(true);
  expect(meet(b, a)).toBe(true);
});

test.each([
  ['10.0.0.12', '10.0.0.8/30'],
  ['10.0.0.7', '10.0.0.8/30'],
  ['1.2.3.4', '::102:304'],
  ['2001:db8::1', '2001:db8::2/127'],
])('%s does not meet %s', (a, b) => {
  expect(meet(a, b)).toBe(false);
});

test.each([
  '',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.1/33',
  '10.0.0.1/',
  '10.0.0.1/8/8',
  '10.0.0.1/-1',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::8',
  'g::',
  '12345::',
  '::/129',
  'pl-1',
])('%j is no range', (text) => {
  expect(parseRange(text)).toBeUndefined();
});
