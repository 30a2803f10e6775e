import { parseArgs } from 'node:util';

const usage = `Usage: npm run bench -- <name> [--json] [--seed S] [--help]

  failover        single-ENI failovers against the floor that EC2 allows   [--runs 1000] [--cold]
  mass-failover   many instances lost at once, many handlers               [--instances 500] [--handlers 10]
  cleanup         a sweep of a large account, against only paging through   [--enis 100000] [--unattached 20000] [--rounds 3]
  audit           a whole audit of a large account, and of one of a tenth   [--enis 100000] [--rounds 3]
  cold-start      the first event of the packaged failover function, against default settings   [--pairs 21]

Everything runs on the sandbox: the failovers in virtual time, the others in processes of their own and in real time. Every figure is computed in the run that prints it.`;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1000' },
      cold: { type: 'boolean', default: false },
      instances: { type: 'string', default: '500' },
      handlers: { type: 'string', default: '10' },
      enis: { type: 'string', default: '100000' },
      unattached: { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '3' },
      pairs: { type: 'string', default: '21' },
    },
  });
  if (values.help) return console.log(usage);
  const { seed, cold } = values;
  // Each is loaded when it is asked for, with all that it drives.
  const figures = await measure(positionals, {
    failover: async () => {
      const { benchFailover } = await import('./failover.ts');
      return benchFailover({ runs: wholeNumber('runs', values.runs), cold, seed });
    },
    'mass-failover': async () => {
      const { benchMassFailover } = await import('./mass-failover.ts');
      return benchMassFailover({
        instances: wholeNumber('instances', values.instances),
        handlers: wholeNumber('handlers', values.handlers),
        seed,
      });
    },
    cleanup: async () => {
      const { benchCleanup } = await import('./cleanup.ts');
      return benchCleanup({
        enis: wholeNumber('enis', values.enis),
        unattached: wholeNumber('unattached', values.unattached),
        rounds: wholeNumber('rounds', values.rounds),
        seed,
      });
    },
    audit: async () => {
      const { benchAudit } = await import('./audit.ts');
      return benchAudit({
        enis: wholeNumber('enis', values.enis),
        rounds: wholeNumber('rounds', values.rounds),
        seed,
      });
    },
    'cold-start': async () => {
      const { benchColdStart } = await import('./cold-start.ts');
      return benchColdStart({ pairs: wholeNumber('pairs', values.pairs), seed });
    },
  });
  console.log(values.json ? JSON.stringify(figures) : figures);
}

function measure(
  positionals: readonly string[],
  benches: Readonly<Record<string, () => Promise<object>>>,
): Promise<object> {
  const [name = ''] = positionals;
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined || positionals.length !== 1) {
    throw new UsageError(`name one of the benches: ${Object.keys(benches).join(', ')}`);
  }
  return bench();
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`--${name} takes a whole number from 1, not ${text}`);
  return Number(text);
}

/** Ours, or one of parseArgs. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

try {
  await main();
} catch (error) {
  if (!isUsageError(error)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
