import { RelaySection } from '@/lib/features/relay-account/options';
import { OptionsPage, type OptionsSection } from '@/lib/features/settings/options';
import { learnSetUp } from '@/lib/features/settings/options-set-up';
import { startPage } from '@/lib/features/settings/options-start-page';

/** Sections of other features. A later feature adds its line here. */
const more: readonly OptionsSection[] = [
  { id: 'relay', title: 'relay-account.title', View: RelaySection },
];

function Options() {
  return <OptionsPage more={more} />;
}

void startPage(Options, learnSetUp);
