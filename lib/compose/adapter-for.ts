import type { ComposeAdapter } from '@/lib/compose/compose-adapter';
import type { ComposeHost } from '@/lib/compose/compose-editor';
import { createGmailAdapter } from '@/lib/compose/gmail/create-gmail-adapter';
import { createOutlookAdapter } from '@/lib/compose/outlook/create-outlook-adapter';

export function adapterFor(host: ComposeHost): ComposeAdapter {
  return host === 'gmail' ? createGmailAdapter() : createOutlookAdapter();
}
