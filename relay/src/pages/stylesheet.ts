/** The one stylesheet of the pages. Colours as in the extension: OKLCH, light and dark mirror each other. */
export const STYLESHEET = `:root{color-scheme:light dark;
--page:oklch(95.5% .008 265);--surface:#fff;--sunken:oklch(97.5% .005 265);--ink:oklch(25% .02 265);--quiet:oklch(46% .02 265);
--line:oklch(90% .01 265);--field:oklch(62% .02 265);--accent:oklch(48% .16 268);--on-accent:#fff;--accent-weak:oklch(95% .03 268);
--good:oklch(42% .11 155);--good-weak:oklch(95% .04 155);--bad:oklch(48% .19 25);--bad-weak:oklch(95.5% .025 25);
--warn:oklch(44% .1 70);--warn-weak:oklch(95.5% .045 85);--shadow:0 1px 2px oklch(25% .02 265/.06),0 8px 24px oklch(25% .02 265/.07)}
@media (prefers-color-scheme:dark){:root{
--page:oklch(18.5% .012 265);--surface:oklch(24% .014 265);--sunken:oklch(21% .012 265);--ink:oklch(94% .008 265);--quiet:oklch(74% .015 265);
--line:oklch(33% .014 265);--field:oklch(58% .02 265);--accent:oklch(76% .11 268);--on-accent:oklch(20% .03 268);--accent-weak:oklch(32% .06 268);
--good:oklch(82% .13 155);--good-weak:oklch(30% .05 155);--bad:oklch(78% .12 25);--bad-weak:oklch(30% .06 25);
--warn:oklch(84% .11 80);--warn-weak:oklch(31% .045 75);--shadow:none}}
*{box-sizing:border-box}
html{font:400 1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
header,main,footer{width:100%;max-width:45rem;padding:0 1rem}
header{padding-top:1.5rem}
.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem .5rem;overflow-wrap:normal}
.bar button.link{margin:0 -.7rem}
.brand{display:flex;align-items:center;gap:.6rem;font-weight:650}
nav{display:flex;flex-wrap:wrap;gap:.25rem;margin:1rem -.25rem 0}
nav a{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 .55rem;border-radius:.625rem;color:var(--quiet);text-decoration:none;font-weight:550}
nav a:hover{background:var(--accent-weak);color:var(--ink)}
nav a[aria-current]{background:var(--accent-weak);color:var(--accent)}
main{flex:1;padding-top:.5rem}
h1{font-size:1.55rem;font-weight:650;line-height:1.25;letter-spacing:-.01em;margin:1.25rem 0 .35rem}
h2{font-size:1.06rem;font-weight:650;line-height:1.35;margin:0 0 .25rem}
h2+form>label:first-child{margin-top:.9rem}
p{margin:.35rem 0 .75rem}
.lead,.quiet,.hint{color:var(--quiet)}
.hint{font-size:.875rem;margin:.3rem 0 0}
.card{background:var(--surface);border:1px solid var(--line);border-radius:.875rem;padding:1.25rem;margin:1rem 0;box-shadow:var(--shadow)}
.card>:last-child,.notice>:last-child{margin-bottom:0}
.split{display:flex;align-items:flex-start;justify-content:space-between;gap:1rem;flex-wrap:wrap}
.split>div{flex:1 1 14rem;min-width:0}
label,legend{display:block;font-weight:550;margin:1rem 0 .3rem}
form>label:first-of-type{margin-top:.25rem}
fieldset{border:0;padding:0;margin:0}
input,select{font:inherit;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--field);border-radius:.625rem;background:var(--surface);color:var(--ink)}
[aria-invalid=true]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
.wrong{color:var(--bad);font-size:.875rem;font-weight:550;margin:.3rem 0 0}
input.code-input{font:600 1.25rem/1.2 ui-monospace,monospace;letter-spacing:.12em}
input[type=checkbox]{width:1.35rem;min-height:1.35rem;height:1.35rem;margin:0;accent-color:var(--accent);flex:none}
label.check{display:flex;align-items:center;gap:.6rem;font-weight:400;min-height:2.75rem;margin:.5rem 0 0}
.triple{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:0 .75rem}
.triple>div{display:grid;grid-template-rows:subgrid;grid-row:span 3;align-items:end}
.triple .wrong{align-self:start}
.rows>li>details.wide{flex:1 1 100%;border-top:0;margin-top:0;padding-top:0}
.pair{display:grid;grid-template-columns:1fr 7rem;gap:0 .75rem}
button,.button{font:inherit;font-weight:600;display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.4rem 1.1rem;border:1px solid var(--accent);border-radius:.625rem;background:var(--accent);color:var(--on-accent);text-decoration:none;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.06)}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;margin:1.25rem 0 0}
.plain{background:var(--surface);border-color:var(--field);color:var(--ink)}
.danger{background:var(--surface);border-color:var(--bad);color:var(--bad)}
button.link{background:none;border-color:transparent;color:var(--quiet);font-weight:550;padding:.4rem .7rem;text-decoration:underline;text-underline-offset:.2em}
button.link:hover{color:var(--ink)}
button.link[aria-current]{color:var(--ink);font-weight:650;text-decoration:none}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.4rem}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--surface);padding:.6rem 1rem;border-radius:.625rem;z-index:1}
.rows{list-style:none;margin:.75rem 0 0;padding:0}
.rows>li{display:flex;align-items:center;justify-content:space-between;gap:.5rem 1rem;flex-wrap:wrap;padding:.85rem 0;border-top:1px solid var(--line)}
.rows>li>div{flex:1 1 14rem;min-width:0}
.rows>li:first-child{border-top:0;padding-top:.15rem}
.card>.rows:first-child,.card>.rows:only-child{margin-top:0}
.card .rows>li:last-child{padding-bottom:.15rem}
.split p:last-child,.rows p:last-child{margin-bottom:0}
.rows strong{font-weight:600}
.mail-text{white-space:pre-wrap;margin:1rem 0 0}
.meta span:not(.tag):has(+span:not(.tag))::after{content:"·";margin-left:.75rem}
.meta{color:var(--quiet);font-size:.875rem;display:flex;flex-wrap:wrap;gap:.15rem .75rem;margin:.2rem 0 0}
.tag{display:inline-block;font-size:.8125rem;font-weight:600;line-height:1.4;padding:.12rem .5rem;border-radius:.4rem;background:var(--accent-weak);color:var(--ink)}
.tag.on{background:var(--good-weak);color:var(--good)}
.tag.off{background:var(--warn-weak);color:var(--warn)}
.tag.bad{background:var(--bad-weak);color:var(--bad)}
.notice{border-radius:.625rem;padding:.75rem 1rem;margin:1rem 0;border-left:4px solid var(--good);background:var(--good-weak)}
.notice[role=alert]{border-color:var(--bad);background:var(--bad-weak)}
.big-code{font:650 1.75rem/1.2 ui-monospace,monospace;letter-spacing:.12em;text-align:center;background:var(--sunken);border:1px solid var(--line);border-radius:.625rem;padding:.9rem;margin:.75rem 0}
.qr{display:block;width:13rem;max-width:100%;height:auto;border-radius:.625rem;border:1px solid var(--line);margin:.75rem 0}
.key{font:550 1rem/1.6 ui-monospace,monospace;background:var(--sunken);border:1px solid var(--line);border-radius:.625rem;padding:.5rem .75rem;margin:.35rem 0 1rem;user-select:all}
.codes{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.4rem .75rem;list-style:none;padding:1rem;margin:.75rem 0;font:600 1.06rem/1.6 ui-monospace,monospace;background:var(--sunken);border:1px solid var(--line);border-radius:.625rem}
.rights{margin:.25rem 0 1rem;padding-left:1.25rem}
details{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:.25rem}
summary{cursor:pointer;font-weight:600;min-height:2.75rem;display:flex;align-items:center;gap:.5rem;color:var(--accent)}
summary::before{content:"+";font-weight:650}
details[open]>summary::before{content:"–"}
footer{padding:1.5rem 1rem 2rem}
footer form{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem}
@media (max-width:24rem){.card{padding:1rem}.big-code{font-size:1.4rem}.pair{grid-template-columns:1fr}}
@media (forced-colors:active){.tag,.notice{border:1px solid}}
@media print{header,footer,.actions{display:none}.card{box-shadow:none}}
`;
