import { believing } from './believing.ts';
import { choosing } from './choosing.ts';
import { cleaning } from './cleaning.ts';
import { permitting } from './permitting.ts';
import { racing } from './racing.ts';
import type { Sabotage } from './sabotage.ts';
import { sweeping } from './sweeping.ts';
import { telling } from './telling.ts';
import { touching } from './touching.ts';

/** Every bug that the simulation has to find. */
export const sabotages: readonly Sabotage[] = [
  ...believing,
  ...choosing,
  ...touching,
  ...racing,
  ...telling,
  ...cleaning,
  ...sweeping,
  ...permitting,
];
