import { parentPort, workerData } from 'node:worker_threads';
import { Exploration } from './exploration.ts';
import { smallWorlds } from './worlds.ts';

const world = smallWorlds.find(({ name }) => name === workerData);
if (world === undefined) throw new Error(`There is no small world "${workerData}".`);
parentPort?.postMessage(await new Exploration(world).run());
