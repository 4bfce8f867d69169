/** The one style sheet of the sandboxes' pages. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --surface: #ffffff; --hover: #f0f3f8; --line: #d8dde5;
  --text: #19222e; --muted: #566171; --accent: #1d4f9e; --notice: #fff6e0; --notice-line: #c79a2b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151b; --surface: #181d25; --hover: #1f2630; --line: #2d3644;
    --text: #e5e9ef; --muted: #a2acba; --accent: #8fb6ff; --notice: #2b2413; --notice-line: #8a6d20;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, textarea:focus-visible, select:focus-visible, button:focus-visible, iframe:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { display: flex; gap: 24px; align-items: center; padding: 0 16px; min-height: 48px; background: var(--surface); border-bottom: 1px solid var(--line); }
header a { display: inline-flex; align-items: center; min-height: 44px; text-decoration: none; }
header .home { color: var(--text); font-weight: 600; }
main { max-width: 1040px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { margin: 0; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 4px; font-size: 16px; }
p { margin: 0; max-width: 70ch; }
.muted { color: var(--muted); }
.head { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; justify-content: space-between; margin-bottom: 16px; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.notice { max-width: none; margin-bottom: 16px; padding: 8px 12px; background: var(--notice); border: 1px solid var(--notice-line); border-radius: 8px; }
.empty { padding: 48px 24px; text-align: center; }
.empty p { margin: 0 auto; }
form.filter { display: grid; grid-template-columns: 1fr 1fr auto; gap: 12px; align-items: end; margin-bottom: 16px; }
label { display: grid; gap: 4px; font-size: 14px; font-weight: 600; }
input, select { width: 100%; min-height: 44px; padding: 0 12px; color: inherit; background: var(--surface); border: 1px solid var(--muted); border-radius: 6px; font: inherit; font-size: 16px; font-weight: 400; }
button { min-height: 44px; padding: 0 20px; color: var(--surface); background: var(--accent); border: 0; border-radius: 6px; font: inherit; font-weight: 600; cursor: pointer; }
button.second { color: var(--accent); background: var(--surface); border: 1px solid var(--muted); }
.checkout { display: grid; gap: 16px; max-width: 480px; margin: 0 auto; }
.checkout .notice, .checkout dl { margin: 0; }
.checkout .mark { text-align: center; }
.order { padding: 4px 16px; }
.order .entry, .order .sum { display: flex; gap: 16px; justify-content: space-between; padding: 12px 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.order .sum { border-top: 1px solid var(--line); font-weight: 600; }
.ways { display: grid; gap: 12px; }
.ways button { width: 100%; }
form.webhooks, .actions, form.inline { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; }
form.webhooks { margin-top: 12px; align-items: center; }
form.webhooks label, form.inline label { display: flex; gap: 8px; align-items: center; min-width: 0; }
form.webhooks select { width: auto; min-width: 0; }
form.inline input { width: 120px; }
.payment { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); }
.payment .head { margin-bottom: 0; }
.payment .actions { margin-top: 8px; align-items: center; }
h3 { margin: 0; font-size: 15px; }
ul.mails { margin: 0; padding: 0; list-style: none; overflow: hidden; }
ul.mails li + li { border-top: 1px solid var(--line); }
ul.mails a { display: grid; grid-template-columns: minmax(0, 250px) minmax(0, 1fr) auto; gap: 0 24px; padding: 10px 16px; color: inherit; text-decoration: none; }
ul.mails a:hover { background: var(--hover); }
ul.mails a:focus-visible { outline-offset: -2px; }
.line { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.subject { font-weight: 600; }
.small { color: var(--muted); font-size: 13px; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.more { display: flex; flex-wrap: wrap; gap: 8px 24px; margin-top: 16px; }
.more a, .back { display: inline-flex; align-items: center; min-height: 44px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; margin: 16px 0; padding: 16px; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
nav.views { display: flex; gap: 4px; }
nav.views a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 16px; border: 1px solid transparent; border-bottom: 0; border-radius: 8px 8px 0 0; text-decoration: none; }
nav.views a[aria-current] { position: relative; top: 1px; color: var(--text); background: var(--surface); border-color: var(--line); font-weight: 600; }
.view { overflow: hidden; border-radius: 0 8px 8px 8px; }
iframe { display: block; width: 100%; height: 70vh; min-height: 480px; border: 0; color-scheme: light; background: #ffffff; }
pre { margin: 0; padding: 16px; font: 14px/1.6 ui-monospace, SFMono-Regular, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
form.reply { display: grid; gap: 12px; margin-top: 16px; padding: 16px; }
form.reply button { justify-self: start; }
.view + .notice { margin: 16px 0 0; }
textarea { width: 100%; padding: 10px 12px; color: inherit; background: var(--surface); border: 1px solid var(--muted); border-radius: 6px; font: inherit; font-size: 16px; font-weight: 400; }
input[type="file"] { padding: 9px 12px; }
.index { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; margin-top: 16px; }
.index .panel { padding: 16px; }
code { font: 14px ui-monospace, SFMono-Regular, Consolas, monospace; }
@media (max-width: 700px) {
  form.filter { grid-template-columns: 1fr; }
  ul.mails a { grid-template-columns: minmax(0, 1fr); gap: 4px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
}
`;
