import type { ComposeFeature } from '@/lib/features/compose-feature';
import { dictationCompose } from '@/lib/features/dictation/compose';
import { improveCompose } from '@/lib/features/improve/compose';
import { templatesCompose } from '@/lib/features/templates/compose';

/** What is added to every compose window, in the order of the bar. */
export const composeFeatures: readonly ComposeFeature[] = [
  dictationCompose,
  improveCompose,
  templatesCompose,
];
