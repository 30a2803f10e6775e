import { Metrics } from '@aws-lambda-powertools/metrics';

/** One document of the embedded metric format: its metrics and their dimensions, by name. */
export type MetricDocument = Readonly<Record<string, unknown>>;

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const origin = { namespace: 'EniWarden', serviceName: 'eni-warden', logger: silent };

/** What a function measures, kept instead of being written to a log. */
export class KeptMetrics extends Metrics {
  readonly documents: MetricDocument[];

  /** `documents`: where it is kept; in a list of its own when omitted. */
  constructor(options: { readonly isSingle?: boolean; readonly documents?: MetricDocument[] } = {}) {
    const { isSingle = false, documents = [] } = options;
    super({ ...origin, singleMetric: isSingle });
    this.documents = documents;
  }

  override publishStoredMetrics(): this {
    if (this.hasStoredMetrics()) this.documents.push(this.serializeMetrics());
    this.clearMetrics();
    this.clearDimensions();
    this.clearMetadata();
    return this;
  }

  override singleMetric(): Metrics {
    return new KeptMetrics({ isSingle: true, documents: this.documents });
  }
}
