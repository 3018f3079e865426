/** The style of index.html: colours as in report.html, light and dark, on paper, on a phone. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --faint: #59636e; --grid: #e1e4e8; --link: #0a5cc2;
  --healthy: #1a6e34; --warning: #8a5a00; --unknown: #6b3fa0; --critical: #b3201b; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0f1419; --ink: #e6e9ed; --faint: #9aa5b1; --grid: #2a323c; --link: #7ab7ff;
    --healthy: #5bd18b; --warning: #f0b849; --unknown: #c3a2f5; --critical: #ff8079; }
}
@media print { :root { --paper: #ffffff; --ink: #000000; } }
* { box-sizing: border-box; }
body { overflow-wrap: break-word; margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
p, small, em { color: var(--faint); }
small { display: block; font-weight: normal; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; }
th, td { border-bottom: 1px solid var(--grid); padding: 0.35rem 0.9rem 0.35rem 0; text-align: left; vertical-align: top; font-variant-numeric: tabular-nums; }
td:has(svg), th a, .status { white-space: nowrap; }
thead th { color: var(--faint); font-weight: normal; }
.healthy { color: var(--healthy); }
.warning { color: var(--warning); }
.unknown { color: var(--unknown); }
.critical { color: var(--critical); }
@media screen and (max-width: 48rem) {
  table, tbody, tr, th, td { display: block; }
  thead { display: none; }
  tbody th { font-weight: 600; border-bottom: 0; padding-top: 0.8rem; }
  td { display: flex; justify-content: space-between; gap: 1rem; padding: 0.15rem 0; text-align: right; }
  td > span { min-width: 0; }
  td::before { content: attr(data-label); flex: none; color: var(--faint); }
}
svg { vertical-align: middle; }
path { fill: none; stroke: var(--link); stroke-width: 1.5; }
circle { fill: var(--link); }
`;
