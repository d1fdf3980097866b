import { Gmail } from 'gmail-js';
import 'jquery/src/attributes/classes.js';
import 'jquery/src/attributes/val.js';
import { jQuery } from 'jquery/src/core.js';
import 'jquery/src/selector.js';
import 'jquery/src/traversing.js';
import type { OtherWindow, SecondOpinion } from '@/lib/features/second-opinion';

/**
 * gmail.js as the second opinion. It is asked, and nothing of it runs in between: its own observers
 * start a timer for each node without a class that is added, which is every new line somebody types.
 * Of jQuery it gets the parts that reading needs: finding, walking, classes and values. It patches the
 * XMLHttpRequest of the isolated world only; the page's own stays as it is.
 */
export function createGmailJsOpinion(): SecondOpinion {
  const gmail = new Gmail(jQuery);
  const composes = () => gmail.dom.composes();
  return {
    windows: () =>
      composes().flatMap((compose): OtherWindow[] => {
        const root: unknown = compose.$el[0];
        if (!(root instanceof HTMLElement)) return [];
        return [
          {
            root,
            composeId: compose.id() || null,
            draftId: compose.email_id() || null,
            threadId: compose.thread_id() || null,
          },
        ];
      }),
    userAddress() {
      const named = composes().map((compose) => compose.from());
      return [...named, gmail.get.user_email()].find(isAddress) ?? null;
    },
  };
}

function isAddress(text: unknown): text is string {
  return typeof text === 'string' && /^[^\s@<>]+@[^\s@<>]+$/.test(text);
}
