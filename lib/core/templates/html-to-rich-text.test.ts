import { describe, expect, it } from 'vitest';
import type { RichNode } from '@/lib/core/mail/rich-text';
import { htmlToRichText } from '@/lib/core/templates/html-to-rich-text';

/** As markup again, for the eye. */
const show = (node: RichNode): string => {
  if (typeof node === 'string') return node;
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${value}"`);
  const inner = node.children.map(show).join('');
  const open = `<${node.tag}${attributes.join('')}>`;
  return node.tag === 'br' || node.tag === 'hr' ? open : `${open}${inner}</${node.tag}>`;
};
const rich = (html: string): string | null => htmlToRichText(html)?.map(show).join('') ?? null;

describe('the formatting of a template', () => {
  it('is none where plain lines say the same', () => {
    expect(rich('<div>Bonjour,</div><div><br></div><p>à <span>jeudi</span></p>')).toBeNull();
    expect(rich('')).toBeNull();
    expect(rich('1 < 2 &amp; 3')).toBeNull();
  });

  it.each([
    ['a <b>b</b> c', '<div>a <b>b</b> c</div>'],
    ['<p>a</p><p><i>b</i></p>', '<div>a</div><div><br></div><div><i>b</i></div>'],
    ['<div><div>a</div><div><u>b</u></div></div>', '<div>a</div><div><u>b</u></div>'],
    ['a<br><br><b>b</b>', '<div>a</div><div><br></div><div><b>b</b></div>'],
    ['<ul>\n <li>a</li>\n <li><b>b</b></li>\n</ul>', '<ul><li>a</li><li><b>b</b></li></ul>'],
    ['<ul><li>a<ul><li>b</ul><li>c</ul>', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'],
    [
      '<ol start="3"><li><p>a</p><p>b</p></li></ol>',
      '<ol start="3"><li>a<div><br></div><div>b</div></li></ol>',
    ],
    ['<p style="text-align:right">a</p>', '<div style="text-align: right">a</div>'],
    ['<font color="#c00" face="x">a</font>', '<div><span style="color: #c00">a</span></div>'],
    ['<h2>a</h2><hr><blockquote>b</blockquote>', '<h2>a</h2><hr><blockquote>b</blockquote>'],
    [
      '<table border="1"><tr><td colspan="2">a</td><td>b</table>',
      '<table border="1"><tr><td colspan="2">a</td><td>b</td></tr></table>',
    ],
    [
      '<a href="https://x.fr/?a=1&amp;b=2" onclick="x()">l</a>',
      '<div><a href="https://x.fr/?a=1&b=2">l</a></div>',
    ],
    ['<strike>a</strike> <del>b</del>', '<div><s>a</s> <s>b</s></div>'],
  ])('%s', (html, wanted) => {
    expect(rich(html)).toBe(wanted);
  });

  it('S45: keeps nothing that could run, load or lead elsewhere', () => {
    const hostile =
      '<script>alert(1)</script><style>b{}</style><b onclick="x" class="y" id="z">a</b><img src="https://x/p.png" onerror="x">' +
      '<a href="javascript:alert(1)">l</a><iframe src="x">i</iframe><svg onload="x"><b style="background:url(x);color:red">c</b></svg><form action="x"><input>';
    expect(rich(hostile)).toBe('<div><b>a</b>li<b style="color: red">c</b></div>');
  });

  it('ends with whatever is never closed, and stays shallow', () => {
    const deep = rich(`${'<b>'.repeat(2000)}a</i></div>`) ?? '';
    expect(deep.match(/<b>/g)?.length).toBeLessThanOrEqual(60);
    expect(deep).toContain('a');
  });
});
