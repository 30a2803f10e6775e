import type { AddressRow } from '../../domain/audit/address-register.ts';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { hasChromium, type Reader, startReader } from './chromium.ts';
import { pageOf } from './page-of.ts';
import { living, sampleFindings } from './sample-findings.ts';
import { sampleReport } from './sample-report.ts';

// A browser on a machine that does other things besides.
jest.setTimeout(60_000);

const longest = 'x'.repeat(256);

/** What somebody may write into a tag, and how the page shows it. */
const hostile = [
  '<script>ran = 1</script>',
  '"><img src=x onerror="ran=1">',
  '</script><script>ran = 1</script>',
  '<!--<script>ran = 1',
  "'onmouseover='ran=1",
  '&lt;b&gt; &amp;',
  '\u2028ran = 1',
  '\u202egnp.exe\u202c',
  'عربى',
  '=cmd()',
  '{{7*7}} %00 \\0',
  longest,
];

const shown = (text: string) =>
  text.replace(/[\u2028\u202c\u202e]/g, (each) => `[U+${each.charCodeAt(0).toString(16).toUpperCase()}]`);

(hasChromium ? describe : describe.skip)('the report in Chromium, opened from disk', () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await startReader();
  });
  afterAll(async () => {
    await reader?.close();
  });

  describe.each([
    [360, 'light'],
    [360, 'dark'],
    [1280, 'light'],
  ] as const)('at a width of %d, in the %s scheme', (width, colorScheme) => {
    test('nothing is wider than the screen, nothing is asked for, and nothing is complained of', async () => {
      const { page, complaints } = await reader.open(pageOf(sampleReport()), {
        viewport: { width, height: 740 },
        colorScheme,
      });
      await page.locator('#query').fill('10.20');
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true;
      });
      expect(await page.locator('#hits > li').count()).toBeGreaterThan(10);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await page.locator('h1').innerText()).toBe('Act now: 2 critical findings');
      expect(complaints).toEqual([]);
    });
  });

  test('a tired person sees what is wrong without scrolling, even on a phone', async () => {
    const { page } = await reader.open(pageOf(sampleReport()), {
      viewport: { width: 360, height: 740 },
    });
    const header = await page.locator('header.headline').boundingBox();
    expect((header?.y ?? 999) + (header?.height ?? 999)).toBeLessThan(740);
  });

  test('whatever a tag says is shown and never run', async () => {
    const { page, complaints } = await reader.open(pageOf(hostileReport()), {
      viewport: { width: 360, height: 740 },
    });
    const words = await page.evaluate(() => document.body.textContent ?? '');
    for (const text of hostile) {
      expect(words).toContain(`what ${shown(text)}`);
      await page.locator('#query').fill(shown(text).trim());
      expect(await page.locator('#hits .title bdi').allTextContents()).toContain(shown(text));
    }
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(await page.locator('img, iframe, object, body script:not([type]) ~ script').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(complaints).toEqual([]);
  });

  test('the search finds by address, ENI, instance, name, group and owner, whatever the case', async () => {
    const { page } = await reader.open(pageOf(sampleReport()));
    const first = async (query: string) => {
      await page.locator('#query').fill(query);
      return page.locator('#hits > li').first().innerText();
    };
    expect(await first('10.20.1.10')).toMatch(/^10\.20\.1\.10\s*primary\s*prod-a-1/);
    expect(await first('ENI-03A0')).toContain('10.20.16.10');
    expect(await first('i-06b10000000000e')).toContain('stage-a-2');
    expect(await first('prod-db-b-3')).toContain('10.20.17.12');
    expect(await first('  licence ')).toContain('eni-06a0');
    expect(await first('old vpn')).toContain('198.51.100.7');
    expect(await first('10.20.1.250')).toMatch(/claimed[\s\S]*eni-0fw000000000000a1 as vip/);
    expect(await first('payments stage')).toContain('stage-a-2');
  });

  test('the search says when nobody has it, and does not say so when not everything could be read', async () => {
    const nobody = async (report: AuditReport) => {
      const { page } = await reader.open(pageOf(report));
      await page.locator('#query').fill('10.99.0.1');
      return page.locator('#hit-count').innerText();
    };
    expect(await nobody(sampleReport())).toMatch(/^Nobody has it/);
    const [finding] = sampleFindings();
    const unread = finding && living({ ...finding.finding, code: 'unread' });
    expect(await nobody(sampleReport({}, unread && [unread]))).toMatch(/somebody may have it/);
  });

  test('an address inside a delegated prefix is found', async () => {
    const report = sampleReport();
    const [row] = report.addresses;
    const prefix = { ...row, kind: 'prefix', address: '10.7.0.16/28', name: 'pods' } as AddressRow;
    const { page } = await reader.open(pageOf({ ...report, addresses: [...report.addresses, prefix] }));
    for (const [address, hits] of [
      ['10.7.0.31', 1],
      ['10.7.0.32', 0],
    ] as const) {
      await page.locator('#query').fill(address);
      expect(await page.locator('#hits > li').count()).toBe(hits);
    }
  });

  test('without scripts it says where else the addresses are', async () => {
    const { page } = await reader.open(pageOf(sampleReport()), { javaScriptEnabled: false });
    expect(await page.locator('noscript').innerText()).toContain('addresses.csv');
    expect(await page.locator('#query').isVisible()).toBe(false);
  });

  test('on paper there is no search, nothing is folded away and nothing is cut', async () => {
    const { page } = await reader.open(pageOf(sampleReport()), {
      viewport: { width: 700, height: 900 },
    });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#search').isVisible()).toBe(false);
    expect(await page.locator('.contents').isVisible()).toBe(false);
    expect(await page.getByText('All members of licence are in eu-west-1a.').isVisible()).toBe(true);
    expect(await page.getByText('1 accepted finding, until the date on each').isVisible()).toBe(true);
    expect(await page.getByText('eni-08a00000000000f is protected').isVisible()).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(700);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });

  test('100,000 addresses make a page of less than 15 MB that answers within two seconds on a busy machine', async () => {
    const html = pageOf(largeReport(100_000));
    expect(html.length).toBeLessThan(15_000_000);
    const { page, complaints } = await reader.open(html);
    await page.locator('#query').fill('10.');
    expect(await page.locator('#hits > li').count()).toBe(200);
    expect(await page.locator('#hit-count').innerText()).toMatch(/^100,000 matches, of which the first 200/);
    await page.locator('#query').fill('team-1');
    expect(await page.locator('#hits > li').count()).toBe(200);
    const began = performance.now();
    await page.locator('#query').fill('10.1.134.159');
    expect(await page.locator('#hits > li').first().innerText()).toContain('host-99999');
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(complaints).toEqual([]);
  });
});

function hostileReport(): AuditReport {
  const report = sampleReport();
  const [first] = sampleFindings();
  const [group] = report.readiness;
  const [standby] = group?.standbys ?? [];
  const [subnet] = report.subnets;
  const [row] = report.addresses;
  if (!first || !group || !standby || !subnet || !row) throw new Error('The sample has none.');
  return {
    ...report,
    findings: hostile.map((text, index) =>
      living({
        ...first.finding,
        resources: [{ kind: 'group', id: text }],
        what: `what ${text}`,
        why: text,
        remedy: text,
        detail: String(index),
      }),
    ),
    readiness: hostile.map((text) => ({
      ...group,
      group: text,
      reasons: [text],
      standbys: [{ ...standby, instance: { ...standby.instance, name: text }, reasons: [text] }],
    })),
    subnets: hostile.map((name) => ({ ...subnet, name, standbyOf: [name] })),
    vpcs: report.vpcs.map((vpc) => ({ ...vpc, name: hostile.join(' ') })),
    addresses: hostile.map((text) => ({ ...row, name: text, owner: text, group: text, claim: text })),
  };
}

function largeReport(size: number): AuditReport {
  const report = sampleReport();
  const addresses = Array.from({ length: size }, (_, index): AddressRow => {
    const id = index.toString(16).padStart(17, '0');
    return {
      address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
      kind: 'primary',
      vpcId: `vpc-${(index % 500).toString(16).padStart(17, '0')}`,
      subnetId: `subnet-${(index % 3_000).toString(16).padStart(17, '0')}`,
      availabilityZone: `eu-west-1${'abc'.charAt(index % 3)}`,
      eniId: `eni-${id}`,
      instanceId: `i-${id}`,
      name: `host-${index}`,
      group: '',
      owner: `team-${index % 40}`,
      claim: '',
      since: 1_700_000_000_000 + index * 1_000,
    };
  });
  return { ...report, addresses };
}
