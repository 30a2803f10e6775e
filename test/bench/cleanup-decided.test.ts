import { decidedBy } from '../../bench/cleanup-decided.ts';

const metrics = (fields: object) =>
  JSON.stringify({ _aws: { Timestamp: 1 }, service: 'eni-warden', ...fields });

describe('what a sweep decided', () => {
  it('is read from its embedded metrics, whatever else it writes', () => {
    const lines = [
      'a line of text',
      JSON.stringify({ level: 'INFO', message: 'swept', enis: 7 }),
      metrics({ rule: 'keep-tag', EnisSparedByRule: 3 }),
      metrics({ EnisSeen: 10, EnisSpared: 4 }),
    ];
    expect(decidedBy(lines)).toEqual({
      counts: { EnisSeen: 10, EnisSpared: 4 },
      sparedByRule: { 'keep-tag': 3 },
    });
  });

  it('is nothing where it wrote nothing', () => {
    expect(decidedBy([])).toEqual({ counts: {}, sparedByRule: {} });
  });
});
