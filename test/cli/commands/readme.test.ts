import { read, sectionOf } from '../../docs/documents.ts';
import { createStage } from '../../support/stage.ts';
import { bucket, deskBefore, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

const lines = [
  ...sectionOf(read('README.md'), '### For operators').matchAll(/^npx eni-warden ([^#\n]+)/gm),
].map(([, line = '']) => line.trim());

test('the README shows every command', async () => {
  const commands = [...read('cli/commands/program.ts').matchAll(/\badd([A-Z]\w+)\b(?=[,\]])/g)];
  const named = commands.map(([, name = '']) => name.toLowerCase());
  expect(new Set(lines.map((line) => line.split(' ')[0]))).toEqual(new Set(named));
});

test.each(lines)('README: npx eni-warden %s', async (line) => {
  const stage = createStage({ rules: true });
  const here = deskBefore(stage.sandbox, stage.clock);
  const { activeId, eniId, address } = withGroup(here);
  await here.put(`manifests/${eniId}/2026-01-05T08:00:00Z.json`, '{}');
  const real = line
    .replaceAll('eni-0123456789abcdef0', eniId)
    .replaceAll('i-0123456789abcdef0', activeId)
    .replaceAll('10.0.1.7', address)
    .replaceAll('$BUCKET', bucket);
  const { status, err } = await here.run(real, { answer: 'y' });
  expect(err).not.toContain('error:');
  expect(status).toBe(0);
});
