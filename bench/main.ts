import { parseArgs } from 'node:util';
import { benchFailover } from './failover.ts';
import { benchMassFailover } from './mass-failover.ts';

const usage = `Usage: npm run bench -- <name> [--json]

  failover        1,000 single-ENI failovers against the floor that EC2 allows   [--runs N] [--cold]
  mass-failover   500 instances lost at once, many handlers        [--instances N] [--handlers N]

Everything runs on the sandbox in virtual time; every figure is computed in the run that prints it.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1000' },
    instances: { type: 'string', default: '500' },
    handlers: { type: 'string', default: '10' },
    cold: { type: 'boolean', default: false },
  },
});

const benches: Readonly<Record<string, () => Promise<object>>> = {
  failover: () => benchFailover({ runs: Number(values.runs), cold: values.cold }),
  'mass-failover': () =>
    benchMassFailover({ instances: Number(values.instances), handlers: Number(values.handlers) }),
};

const bench = benches[positionals[0] ?? ''];
if (bench === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const figures = await bench();
  console.log(values.json ? JSON.stringify(figures) : figures);
}
