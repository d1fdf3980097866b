import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillTemplate } from '@/lib/core/templates/fill-template';
import { htmlToText } from '@/lib/core/templates/html-to-text';
import { listVariables } from '@/lib/core/templates/list-variables';
import { readTemplateFile } from '@/lib/core/templates/template-file';

describe.each(['fr', 'en', 'es'])('the ready-made templates in %s', (language) => {
  const file = readFileSync(`public/starter-templates/${language}.json`, 'utf8');
  const reading = readTemplateFile(file);
  const templates = 'templates' in reading ? reading.templates : [];

  it('are 12 whole mails, each with its own name and shortcut', () => {
    expect(reading).toHaveProperty('templates');
    expect(templates).toHaveLength(12);
    expect(new Set(templates.map(({ name }) => name)).size).toBe(12);
    expect(new Set(templates.map(({ shortcut }) => shortcut)).size).toBe(12);
    for (const template of templates) {
      expect(template.language).toBe(language);
      expect(template.category).not.toBe('');
      expect(htmlToText(template.html).split(/\s+/).length, template.name).toBeGreaterThan(30);
    }
  });

  it('greet somebody whose name is unknown, and read well with all values', () => {
    for (const { name, subject, html } of templates) {
      const variables = listVariables([
        { source: subject, kind: 'text' },
        { source: html, kind: 'html' },
      ]);
      expect(variables.length, name).toBeGreaterThan(0);
      const values = Object.fromEntries(variables.map((variable) => [variable.name, 'VALEUR']));
      const text = htmlToText(fillTemplate(html, values, 'html'));
      expect(text, name).toMatch(/^(Bonjour|Hello|Hola)/);
      expect(`${subject}${text}`, name).not.toContain("'");
      const empty = htmlToText(fillTemplate(html, {}, 'html')).split('\n')[0] ?? '';
      expect(empty, name).toMatch(/^\p{L}+,? \p{L}.*[,:]$/u);
      // French spaces its signs, in the words and in the fall-backs.
      if (language === 'fr') expect(text, name).not.toMatch(/[\p{L}»] [;!?:]/u);
    }
  });
});
