import { createHash } from 'node:crypto';
import type { KnownAnswer } from './ec2-tree.ts';
import { FailoverProcess, type ParkedCall } from './failover-process.ts';
import { startsAt } from './fleet.ts';
import { attachOf, falseClaims } from './liveness.ts';
import { type Sabotage, toldUnder } from './sabotages.ts';

/** How long after the world changed the handlers are woken. */
export const wokenAt = startsAt + 500;

/** What lets a handler go on: an answer to a call of its. */
export interface Move {
  readonly ordinal: number;
  readonly answer: KnownAnswer;
  /** Whether it was a change, and EC2 has made it. */
  readonly accepted: boolean;
  /** EC2's time, where that is later than the handler's own. */
  readonly putForwardTo?: number;
}

/** A handler at a point at which it waits: all that led there is in its past, and all that it can do follows from that. */
export interface ProcessState {
  readonly id: number;
  readonly parked: readonly ParkedCall[];
  readonly now: number;
  readonly ended: { readonly error?: string } | undefined;
  /** The moves that it has told people of, as "kind eni instance"; the same moves are the same array. */
  readonly told: readonly string[];
  /** What EC2 has attached for it, as "eni instance". */
  readonly attached: readonly string[];
  /** What it should not have told people. */
  readonly broken: readonly string[];
}

interface Node extends ProcessState {
  /** What led here; undefined at the start. */
  readonly last: { readonly before: Node; readonly move: Move } | undefined;
  /** The process itself, for the first of the moves that are learnt from here; the others replay the past. */
  process: FailoverProcess | undefined;
  readonly next: Map<string, Node>;
}

/**
 * One handler with one event, as a machine of states that is learnt move by move. The real handler is run once for every
 * past that it can have, whatever the other handler does meanwhile: it cannot know of the other but by EC2's answers.
 */
export class ProcessTree {
  readonly #event: object;
  readonly #sabotage: Sabotage | undefined;
  #size = 0;
  #runs = 0;
  #answersGiven = 0;
  #root: Node | undefined;
  /** What can have been told, once each. */
  readonly #told = new Map<string, readonly string[]>();

  constructor(event: object, sabotage?: Sabotage) {
    this.#event = event;
    this.#sabotage = sabotage;
  }

  /** How many pasts of the handler are known. */
  get size(): number {
    return this.#size;
  }

  /** How often a handler was started. */
  get runs(): number {
    return this.#runs;
  }

  get answersGiven(): number {
    return this.#answersGiven;
  }

  async start(): Promise<ProcessState> {
    this.#root ??= this.#node(await this.#run(), undefined, []);
    return this.#root;
  }

  /** What a handler that ended was answered, call by call: every possible such account, for comparison with another exploration. */
  accounts(): ReadonlySet<string> {
    return this.#root === undefined ? new Set() : new Set(accountsFrom(this.#root, []));
  }

  /** The state after a move, at once where it is known. */
  move(state: ProcessState, move: Move): ProcessState | Promise<ProcessState> {
    const node = state as Node;
    const key = `${move.ordinal} ${move.answer.id} ${move.putForwardTo ?? ''}`;
    return node.next.get(key) ?? this.#learn(node, move, key);
  }

  async #learn(node: Node, move: Move, key: string): Promise<ProcessState> {
    const process = node.process ?? (await this.#replay(node));
    node.process = undefined;
    await this.#apply(process, move);
    const next = this.#node(process, { before: node, move }, attachedAfter(node, move));
    node.next.set(key, next);
    return next;
  }

  async #replay({ last }: Node): Promise<FailoverProcess> {
    if (last === undefined) return this.#run();
    const process = await this.#replay(last.before);
    await this.#apply(process, last.move);
    return process;
  }

  #run(): Promise<FailoverProcess> {
    this.#runs += 1;
    return FailoverProcess.start(this.#event, wokenAt);
  }

  async #apply(process: FailoverProcess, move: Move): Promise<void> {
    this.#answersGiven += 1;
    if (move.putForwardTo !== undefined) process.clock.putForwardTo(move.putForwardTo);
    await process.answer(move.ordinal, move.answer);
  }

  #node(process: FailoverProcess, last: Node['last'], attached: readonly string[]): Node {
    const all = toldUnder(this.#sabotage, process.moves);
    return {
      id: this.#size++,
      parked: process.parked,
      now: process.clock.now(),
      ended: process.ended,
      told: this.#toldOnce([...new Set(all)].sort()),
      attached,
      broken: falseClaims(all, attached),
      last,
      process: process.ended === undefined ? process : undefined,
      next: new Map(),
    };
  }

  #toldOnce(moves: readonly string[]): readonly string[] {
    const key = moves.join();
    const told = this.#told.get(key) ?? moves;
    this.#told.set(key, told);
    return told;
  }
}

/** In the order of the calls, not of the answers: calls that wait together may be answered in any order. */
function accountsFrom({ ended, last, next }: Node, before: readonly string[]): readonly string[] {
  const lines = last === undefined ? before : [...before, describeMove(last.move)];
  if (ended === undefined) return [...next.values()].flatMap((node) => accountsFrom(node, lines));
  return [createHash('sha256').update(lines.toSorted().join()).digest('hex')];
}

function describeMove({ ordinal, answer, putForwardTo }: Move): string {
  const { status, body } = answer;
  const digest = createHash('sha256').update(body).digest('hex');
  return `${String(ordinal).padStart(4, '0')} ${status} ${digest} ${putForwardTo ?? ''}`;
}

function attachedAfter({ attached, parked }: ProcessState, move: Move): readonly string[] {
  if (!move.accepted) return attached;
  const call = parked.find(({ ordinal }) => ordinal === move.ordinal);
  const attach = call === undefined ? undefined : attachOf(call.body);
  return attach === undefined ? attached : [...attached, attach];
}
