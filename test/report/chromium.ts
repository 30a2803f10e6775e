import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Set to `required` where its absence is a failure and no reason to skip. */
const wish = process.env.ENI_WARDEN_CHROMIUM;

export const hasChromium = existsSync(executablePath) || wish === 'required';

if (!hasChromium) {
  process.stderr.write(`${executablePath} is not there: the report is not tested in a browser.\n`);
}

/** A browser that opens pages from a folder of its own on disk, and keeps account of what they do. */
export interface Reader {
  open(html: string, options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  /** Everything that the page asked for but itself, and whatever the console has said. */
  readonly complaints: readonly string[];
}

export async function startReader(): Promise<Reader> {
  const folder = mkdtempSync(join(tmpdir(), 'eni-warden-report-'));
  const browser = await chromium.launch({ executablePath, args });
  let opened = 0;
  return {
    open: async (html, options = {}) => {
      opened += 1;
      const path = join(folder, `report-${opened}.html`);
      writeFileSync(path, html);
      return openPage(browser, pathToFileURL(path).href, options);
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Without the flags against its own traffic it calls home at every start. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
