/** Colours: each pair of text and ground has a contrast of at least 4.5, in both schemes. */
const palette = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --panel: #ffffff; --text: #1a1f26; --quiet: #55606e; --line: #d5dbe3; --link: #0b57d0;
  --critical: #b3261e; --critical-ground: #fdecea;
  --high: #a34400; --high-ground: #fff1e4;
  --warning: #775500; --warning-ground: #fff7db;
  --info: #1d5fa8; --info-ground: #e9f2fc;
  --clear: #1a6b3c; --clear-ground: #e7f5ec;
  --code: #f0f2f5; --taken: #3b6ea3; --on-taken: #ffffff; --free: #e4e9ef; --badge: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --panel: #181d24; --text: #e7eaee; --quiet: #a3adb9; --line: #323a45; --link: #8ab4f8;
    --critical: #ff8f85; --critical-ground: #3a1715;
    --high: #ffb077; --high-ground: #38220f;
    --warning: #f0cf60; --warning-ground: #302808;
    --info: #94c2f5; --info-ground: #12263c;
    --clear: #7fd6a0; --clear-ground: #10291a;
    --code: #11161c; --taken: #3d6f9f; --on-taken: #ffffff; --free: #262d36; --badge: #14181d;
  }
}
.tone-critical { --tone: var(--critical); --ground: var(--critical-ground); }
.tone-high, .tone-unknown { --tone: var(--high); --ground: var(--high-ground); }
.tone-warning { --tone: var(--warning); --ground: var(--warning-ground); }
.tone-info { --tone: var(--info); --ground: var(--info-ground); }
.tone-clear { --tone: var(--clear); --ground: var(--clear-ground); }
`;

const frame = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, ul, ol, dl, dd, pre { margin: 0; }
h1 { font-size: clamp(1.5rem, 5vw, 2.25rem); line-height: 1.2; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 0.25rem; }
h3 { font-size: 1.1rem; }
h4 { font-size: 1rem; line-height: 1.4; }
ul, ol { padding: 0; list-style: none; }
a { color: var(--link); }
bdi, p, h3, h4, li, pre { unicode-bidi: isolate; }
summary { cursor: pointer; padding: 0.5rem 0; color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.word { display: inline-block; max-width: 100%; }
.quiet { color: var(--quiet); font-size: 0.875rem; }
.panel, .finding, .group, .vpc, .fills, .hits {
  background: var(--panel); border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.9rem 1rem;
}
.panel ul { columns: 18rem; margin: 0.5rem 0; }
.panel li { padding-right: 1rem; font-size: 0.9rem; break-inside: avoid; }
.badge {
  display: inline-block; padding: 0.05rem 0.5rem; border-radius: 1rem; background: var(--tone, var(--quiet));
  color: var(--badge); font-size: 0.75rem; font-weight: 650; line-height: 1.5; text-decoration: none; white-space: nowrap;
}
.headline { background: var(--ground); border: 1px solid var(--tone); border-left-width: 0.5rem; border-radius: 0.6rem; padding: 1.25rem; }
.headline h1 { color: var(--tone); }
.headline .product { font-size: 0.875rem; font-weight: 650; color: var(--quiet); margin-bottom: 0.35rem; }
.headline .sentence { font-size: 1.1rem; margin-top: 0.35rem; }
.headline .read { margin-top: 0.75rem; }
.unread { margin-bottom: 1rem; }
.unread strong { color: var(--tone); }
.counts { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 1rem; }
.counts li { background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.3rem 0.8rem; }
.counts b { color: var(--tone); font-size: 1.25rem; }
.counts .none, .counts .none b { color: var(--quiet); }
.counts a { color: inherit; text-decoration: none; }
.counts a:hover { text-decoration: underline; }
.contents { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0 0; }
footer { margin: 3rem 0 1rem; border-top: 1px solid var(--line); padding-top: 1rem; }
footer code { font-size: 0.85rem; }
`;

const findings = `
.severity { margin-top: 1.25rem; }
.findings, .groups, .vpcs { display: grid; gap: 0.75rem; margin-top: 0.6rem; align-items: start; }
.finding { border-left: 0.4rem solid var(--tone); display: grid; gap: 0.45rem; }
.finding header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.6rem; }
.remedy { display: grid; gap: 0.35rem; }
.finding .kind { color: var(--quiet); font-size: 0.875rem; }
pre {
  background: var(--code); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.6rem 0.75rem;
  font: 0.85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; -webkit-user-select: all;
}
.resources { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; font-size: 0.9rem; }
.groups { grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
.group { border-top: 0.3rem solid var(--tone); }
.group header, .vpc header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.6rem; }
.group .reason { margin-top: 0.35rem; color: var(--tone); }
.group dl { display: grid; grid-template-columns: auto 1fr; gap: 0.35rem 0.9rem; margin-top: 0.6rem; font-size: 0.9375rem; }
.group dt { color: var(--quiet); }
.group dd .quiet, .group .facts { display: block; }
.group dd li + li { margin-top: 0.3rem; }
.more .findings { margin-top: 0; }
`;

const maps = `
.fills { padding: 0 1rem; margin-top: 0.6rem; }
.fills li { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) minmax(0, 3fr); gap: 0.15rem 1rem; align-items: center; padding: 0.55rem 0; }
.fills li + li { border-top: 1px solid var(--line); }
.fills .name { display: block; font-weight: 600; }
.fills .level { font-variant-numeric: tabular-nums; }
.standby { display: inline-block; padding: 0 0.45rem; border: 1px solid currentColor; border-radius: 1rem; font-size: 0.75rem; color: var(--info); }
svg { display: block; width: 100%; overflow: hidden; border-radius: 0.3rem; background: var(--free); }
.bar { height: 0.9rem; }
.bar .used { fill: var(--clear); }
.bar.filling .used { fill: var(--warning); }
.bar.full .used { fill: var(--critical); }
.vpcs { grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); }
.block { margin-top: 0.6rem; }
.space { height: 1.75rem; margin: 0.25rem 0 0.35rem; background: repeating-linear-gradient(135deg, var(--free) 0 6px, var(--panel) 6px 9px); border: 1px solid var(--line); }
.space rect { fill: var(--taken); stroke: var(--panel); stroke-width: 1; }
.space .thin { stroke: var(--taken); stroke-width: 2; }
.space text { fill: var(--on-taken); font-size: 0.75rem; font-weight: 650; text-anchor: middle; dominant-baseline: central; }
.spans { display: flex; flex-wrap: wrap; gap: 0.05rem 1.25rem; font-size: 0.875rem; }
.spans .gap { color: var(--quiet); font-style: italic; }
.vpc .badge { --tone: var(--high); }
#search-form label { display: block; margin: 0.5rem 0 0.3rem; color: var(--quiet); font-size: 0.875rem; }
#query { width: 100%; max-width: 36rem; padding: 0.6rem 0.8rem; font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--quiet); border-radius: 0.5rem; }
#query::placeholder { color: var(--quiet); opacity: 1; }
#hit-count { margin: 0.4rem 0; }
.hits { padding: 0 1rem; }
.hits:empty { display: none; }
.hits li { padding: 0.6rem 0; }
.hits li + li { border-top: 1px solid var(--line); }
.hits .title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.6rem; }
.hits .facts { display: flex; flex-wrap: wrap; gap: 0.05rem 1.1rem; font-size: 0.9rem; }
@media (max-width: 40rem) {
  .fills li { grid-template-columns: minmax(0, 1fr); }
  .panel, .finding, .group, .vpc { padding: 0.75rem; }
}
`;

/** Paper: black on white whatever the screen, everything unfolded, nothing that needs a keyboard, no card cut in two. */
const paper = `
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --panel: #fff; --text: #000; --quiet: #444; --line: #999; --link: #000; --badge: #fff;
    --critical: #8f1d16; --high: #853700; --warning: #5f4400; --info: #174c86; --clear: #155530;
    --critical-ground: #fff; --high-ground: #fff; --warning-ground: #fff; --info-ground: #fff; --clear-ground: #fff;
    --code: #fff; --taken: #3b6ea3; --on-taken: #fff; --free: #e4e9ef;
    print-color-adjust: exact; -webkit-print-color-adjust: exact;
  }
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .contents, #search, summary { display: none; }
  #accepted > summary { display: block; margin-top: 1rem; font-weight: 650; }
  .more .findings, .more .groups, .more .vpcs { margin-top: 0.75rem; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .finding, .group, .fills li, .block { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;

/** The whole style of the page. */
export const pageStyle = `${palette}${frame}${findings}${maps}${paper}`;
