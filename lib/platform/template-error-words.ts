import type { TemplateError } from '@/lib/core/templates/fill-template';
import type { TemplateFault } from '@/lib/core/templates/find-fault';
import type { Translate } from '@/lib/platform/translate';

/** What is wrong with a template, and what to write: in our words for the usual faults, else in the engine's. */
export function templateErrorWords({ message, line, fault }: TemplateError, t: Translate): string {
  const words = fault ? faultWords(fault, t) : message;
  return line !== null && line > 1 ? t('common.template.line', { line, words }) : words;
}

function faultWords(fault: TemplateFault, t: Translate): string {
  const { text } = fault;
  switch (fault.kind) {
    case 'not-closed':
      return t('common.template.notClosed', { text, end: fault.end });
    case 'block-open':
      return t('common.template.blockOpen', { text, end: fault.end });
    case 'several-words':
      return t('common.template.severalWords', { name: fault.name, instead: fault.instead });
    default:
      return t('common.template.unknownFilter', {
        text,
        name: fault.name,
        instead: fault.instead,
      });
  }
}
