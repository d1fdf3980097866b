import { describe, expect, test } from 'vitest';
import { cleanFragment, cleanHtml, editableFragment } from './panel-clean-html';

describe('S45: HTML that anybody may have made', () => {
  test.each([
    ['<script>alert(1)</script>a', 'a'],
    ['<img src=x onerror=alert(1)>', '<img>'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href=" jAvAscript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="/settings">a</a>', '<a>a</a>'],
    ['<svg onload=alert(1)><p>a</p></svg>', '<p>a</p>'],
    ['<iframe srcdoc="<p>x</p>"></iframe>a', 'a'],
    ['<form action="https://x"><input name="a"><button>b</button></form>', 'b'],
    ['<style>@import "https://x"</style>a', 'a'],
    [
      '<div style="background:url(https://x/a.png); color: red">a</div>',
      '<div style="color: red">a</div>',
    ],
    ['<div style="position:fixed;inset:0">a</div>', '<div>a</div>'],
    ['<p id="a" class="b" data-x="c" onclick="d()">a</p>', '<p>a</p>'],
    ['<template><script>a</script></template>', ''],
    ['<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', ''],
    ['<img src="http://x/a.png">', '<img>'],
    ['<img src="data:image/svg+xml;base64,AAAA">', '<img>'],
  ])('%s', (hostile, harmless) => {
    expect(cleanHtml(hostile)).toBe(harmless);
  });

  test('what is shown loads nothing; what is kept keeps its pictures', () => {
    const html = '<img src="https://x.fr/a.png" alt="a"><img src="data:image/png;base64,AAAA">';
    expect(cleanHtml(html)).toContain('https://x.fr/a.png');
    const shown = [...cleanFragment(html).querySelectorAll('img')];
    expect(shown.map((image) => image.getAttribute('src'))).toEqual([
      null,
      'data:image/png;base64,AAAA',
    ]);
    expect(editableFragment(html).childNodes).toHaveLength(2);
  });
});

test('what mails use stays as it is', () => {
  const html =
    '<div>Bonjour {{ prenom | default: "Madame, Monsieur" }},</div><ul><li><b>a</b> <i>b</i> <u>c</u></li></ul>' +
    '<blockquote>d</blockquote><a href="https://x.fr/{{ ref }}">e</a> <a href="mailto:a@x.fr">f</a>' +
    '<table border="1"><tbody><tr><td colspan="2" style="padding: 4px">g</td></tr></tbody></table>';
  expect(cleanHtml(html)).toBe(html);
  expect(cleanHtml('<a href="{{ lien }}">x</a>')).toBe('<a href="{{ lien }}">x</a>');
});

test('markers that an editor has dressed are mended', () => {
  expect(cleanHtml('<div>{{&nbsp;pre<b>nom</b> }}</div>')).toBe('<div>{{ prenom }}</div>');
});
