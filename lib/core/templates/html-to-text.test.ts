import { expect, test } from 'vitest';
import { htmlToText } from './html-to-text';
import { mendMarkers } from './mend-markers';
import { textToHtml } from './text-to-html';

test.each([
  ['one block a line', '<div>a</div><div>b</div>', 'a\nb'],
  ['an empty line', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
  ['a break at the end of a block is none more', '<div>a<br></div><div>b</div>', 'a\nb'],
  ['paragraphs stand apart', '<p>a</p><p>b</p>', 'a\n\nb'],
  ['formatting goes', '<b>a</b> <i>b</i><u>c</u>', 'a bc'],
  ['white space of the source', '<div>\n  a\n  b </div>\n<div>c</div>', 'a b\nc'],
  ['no-break spaces stay', '<div>12&nbsp;€ &#8239;;</div>', '12\u00a0€ \u202f;'],
  ['lists', '<div>x</div><ul><li>a</li><li>b</li></ul><div>y</div>', 'x\n\n• a\n• b\n\ny'],
  ['numbers', '<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
  ['lists in lists', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '• a\n  • b\n• c'],
  ['a quote', '<blockquote><div>a</div><div>b</div></blockquote>c', '> a\n> b\n\nc'],
  [
    'a link with its address',
    '<a href="https://x.fr/a?b=1&amp;c">ici</a>',
    'ici (https://x.fr/a?b=1&c)',
  ],
  ['a link that shows its address', '<a href="https://x.fr/">x.fr</a>', 'x.fr'],
  ['a mail link', '<a href="mailto:a@x.fr">écrire</a>', 'écrire (a@x.fr)'],
  ['no script, no style', 'a<script>b</script><style>c</style>d', 'ad'],
  ['comments', 'a<!-- > <b> -->b', 'ab'],
  ['a sign that is no tag', '<div>1 < 2 & 3 > 2</div>', '1 < 2 & 3 > 2'],
  [
    'a quote mark in an attribute',
    '<a title="a > b" href="https://x.fr">c</a>',
    'c (https://x.fr)',
  ],
  ['a table', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
  ['variables', '<div>{{ a | default: "x" }}</div>', '{{ a | default: "x" }}'],
])('%s', (_name, html, text) => expect(htmlToText(html)).toBe(text));

test('a hostile page takes no longer than its length', () => {
  for (const piece of [
    '<',
    '<a ',
    '<a "',
    '<!--',
    '<script>',
    '&#',
    '{{',
    '<a href="',
    '<script></script>',
    '<style>a</STYLE>',
  ]) {
    expect(htmlToText(piece.repeat(50_000)).length).toBeLessThan(1_000_000);
    expect(mendMarkers(piece.repeat(50_000)).length).toBeLessThan(1_000_000);
  }
});

test('text → HTML → text is the same text', () => {
  const text = 'Bonjour {{ prenom }},\n\n1 < 2 & "3"\n\nCordialement';
  expect(htmlToText(textToHtml(text))).toBe(text);
});

test.each([
  ['{{&nbsp;prenom }}', '{{ prenom }}'],
  ['Bonjour&nbsp;{{ a }}&nbsp;: {{ b }}&nbsp;€', 'Bonjour&nbsp;{{ a }}&nbsp;: {{ b }}&nbsp;€'],
  ['{{ pre<b>nom</b> }}', '{{ prenom }}'],
  ['{{ a | default: “x” }}', '{{ a | default: "x" }}'],
  ['{{ a | default: ‘x’ }}', "{{ a | default: 'x' }}"],
  ['<a href="{{ a | default: &quot;x&quot; }}">', '<a href="{{ a | default: \'x\' }}">'],
  ['{{&nbsp;a&nbsp;| default: "aujourd’hui" }}', '{{ a | default: "aujourd’hui" }}'],
  ['{{ a | default: ‘aujourd’hui’ }}', "{{ a | default: 'aujourd’hui' }}"],
  ['{{ a | default: “l\'un "x"” }}', '{{ a | default: "l\'un \\u0022x\\u0022" }}'],
  ['{{ a | default: „x“ | append: “y" }}', '{{ a | default: "x" | append: "y" }}'],
  ['{{ a | default: "12&nbsp;000\u202f€" }}', '{{ a | default: "12\u00a0000\u202f€" }}'],
  [
    '{{ a | default: "&lt;nom&gt; &amp;amp; R&amp;D" }}',
    '{{ a | default: "\\u003cnom> \\u0026amp; R&D" }}',
  ],
  // S45: a quote in a text does not end the attribute around it.
  ['<a href="{{ \'a&quot; b\' }}">', '<a href="{{ \'a\\u0022 b\' }}">'],
  ['<a href="{{ a | default: &quot;l\'x&quot; }}">', '<a href="{{ a | default: \'l\\u0027x\' }}">'],
  ['{% if a &gt; 1 %}', '{% if a > 1 %}'],
  ['{% if a &lt;b %}', '{% if a < b %}'],
  ['{% if a == “&nbsp;” or b &lt;= 3 %}', '{% if a == "\u00a0" or b <= 3 %}'],
  ['<b>“a”</b> &amp; &nbsp;', '<b>“a”</b> &amp; &nbsp;'],
])('mends %s', (dressed, plain) => {
  expect(mendMarkers(dressed)).toBe(plain);
  expect(mendMarkers(plain)).toBe(plain);
});
