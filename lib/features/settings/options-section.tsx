import type { ComponentChildren } from 'preact';
import { Card } from '@/components/card';
import { currentTranslate } from '@/lib/platform/translate';
import { savedSection } from './options-settings';

export interface SectionProps {
  id: string;
  title: string;
  lead?: string;
  children: ComponentChildren;
}

/** One card of the options page; says "saved" beside its title after each change. */
export function Section(props: SectionProps) {
  const saved = savedSection.value === props.id ? currentTranslate.value('settings.saved') : '';
  return <Card {...props} saved={saved} />;
}
