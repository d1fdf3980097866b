import { describe, expect, test } from 'vitest';
import cases from '../../../protocol/cases/fill-template.json' with { type: 'json' };
import { parseTemplate } from '../../src/mail/template-engine.ts';
import { TemplateError } from '../../src/mail/template-error.ts';

interface Case {
  name: string;
  kind: string;
  source: string;
  values: Record<string, unknown>;
  result?: string;
  fails?: boolean;
}

describe('the cases that relay and extension share', () => {
  for (const { name, kind, source, values, result, fails } of cases as Case[]) {
    test(name, () => {
      const run = () => parseTemplate(source, kind === 'html' ? 'html' : 'text')(values);
      if (fails) expect(run).toThrow(TemplateError);
      else expect(run()).toBe(result);
    });
  }
});
