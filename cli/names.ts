import type { World } from '../sandbox/world/world.ts';
import type { FleetGroup } from './fleet-group.ts';

/** Short names of a fleet's instances and ENIs, so that a line of the screen holds a sentence. */
export class Names {
  readonly #short = new Map<string, string>();
  readonly #groups = new Map<string, string>();

  constructor(world: Pick<World, 'instance'>, groups: readonly FleetGroup[]) {
    for (const { name, activeId, standbyId, networkInterfaceIds } of groups) {
      for (const id of [activeId, standbyId]) {
        this.#short.set(id, world.instance(id).tags.Name ?? id);
        this.#groups.set(id, name);
      }
      for (const id of networkInterfaceIds) {
        this.#short.set(id, `eni-…${id.slice(-5)}`);
        this.#groups.set(id, name);
      }
    }
  }

  /** The name of an instance, or the last digits of an ENI's id; an unknown id as it is. */
  of(id: string): string {
    return this.#short.get(id) ?? id;
  }

  /** The group of an instance or an ENI; undefined for others. */
  groupOf(id: string): string | undefined {
    return this.#groups.get(id);
  }

  /** The group of the first instance or ENI whose id is in the text. */
  groupNamedIn(text: string): string | undefined {
    for (const [id, group] of this.#groups) if (text.includes(id)) return group;
    return undefined;
  }

  /** The text with every id made short, and `fw-a (i-…)` as `fw-a`. */
  shorten(text: string): string {
    let shortened = text;
    for (const [id, short] of this.#short) {
      shortened = shortened.replaceAll(`${short} (${id})`, short).replaceAll(id, short);
    }
    return shortened;
  }
}
