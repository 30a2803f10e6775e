import type { Told } from '../history.ts';

const wholes = new WeakMap<Told, string>();

/** All that an alert says, to people and to machines. */
export function wholeOf(alert: Told): string {
  const known = wholes.get(alert);
  if (known !== undefined) return known;
  const whole = `${alert.text}\n${JSON.stringify(alert.data)}`;
  wholes.set(alert, whole);
  return whole;
}

/** Whether a person who reads the alert reads of this resource. */
export function namedIn(alert: Told, resourceId: string): boolean {
  return wholeOf(alert).includes(resourceId);
}

export interface ToldMove {
  readonly networkInterfaceId: string;
  readonly from?: string;
  readonly to: string;
}

/** The moves that an alert tells of, as begun, done, found or failed. */
export function movesIn({ data }: Told): readonly ToldMove[] {
  return [data.moves, data.outcomes]
    .flatMap((moves) => (Array.isArray(moves) ? (moves as readonly unknown[]) : []))
    .flatMap((move) => (isMove(move) ? [move] : []));
}

function isMove(move: unknown): move is ToldMove {
  if (typeof move !== 'object' || move === null) return false;
  const { networkInterfaceId, to } = move as Partial<Record<string, unknown>>;
  return typeof networkInterfaceId === 'string' && typeof to === 'string';
}
