/** One version of an object, as it was put. */
export interface StoredObject {
  readonly key: string;
  readonly versionId: string;
  /** Empty where the object is not UTF-8 text. */
  readonly body: string;
  /** The object, where it is not UTF-8 text. */
  readonly binary?: Uint8Array;
  /** In bytes. */
  readonly size: number;
  readonly contentType: string;
  /** The `x-amz-meta-` headers, without this prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  /** With its quotation marks. */
  readonly etag: string;
  /** In base64. */
  readonly crc32: string;
  readonly encryption: string;
  /** Milliseconds since the epoch, in whole seconds as S3 keeps it. */
  readonly lastModified: number;
}

/** A versioned bucket: nothing that was put is ever lost. */
export class Bucket {
  readonly name: string;
  /** All versions of each object, the latest one last. */
  readonly objects: ReadonlyMap<string, readonly StoredObject[]>;
  readonly #objects = new Map<string, StoredObject[]>();

  constructor(name: string) {
    this.name = name;
    this.objects = this.#objects;
  }

  /** The latest version, or the one of this id. */
  object(key: string, versionId?: string): StoredObject | undefined {
    const versions = this.#objects.get(key) ?? [];
    return versionId === undefined
      ? versions.at(-1)
      : versions.find((version) => version.versionId === versionId);
  }

  put(object: StoredObject): void {
    const versions = this.#objects.get(object.key);
    if (versions === undefined) this.#objects.set(object.key, [object]);
    else versions.push(object);
  }

  /** The latest versions, by the bytes of their keys. */
  latest(): StoredObject[] {
    return [...this.#objects.values()]
      .flatMap((versions) => versions.at(-1) ?? [])
      .sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)));
  }
}
