import { useEffect, useState } from 'preact/hooks';
import { isOpenQuote, TokenField } from '@/components/token-field';
import type { QuickRecipient } from '@/lib/core/quick-compose/quick-draft';
import { straightText } from '@/lib/core/straight-text';
import { type Contact, contactPageMessages } from '@/lib/features/contacts/messages';
import { checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate, type Translate } from '@/lib/platform/translate';
import type { DraftInHand } from './popup-draft';
import { splitRecipients } from './split-recipients';

/** So many contacts are offered at once. */
const offered = 6;

/** What was found last, and for what. */
interface Found {
  query: string;
  found: readonly Contact[];
}

/** To whom: contacts as one types, or addresses, one or several at once. */
export function Recipients({ hand, locked }: { hand: DraftInHand; locked: boolean }) {
  const t = currentTranslate.value;
  const { to, typed } = hand.now();
  const [{ query, found }, setFound] = useState<Found>({ query: '', found: [] });
  useEffect(() => {
    let outdated = false;
    if (typed.trim() === '') setFound({ query: typed, found: [] });
    else {
      contactPageMessages.send('contacts.search', { query: typed, limit: offered }).then(
        ({ items }) => !outdated && setFound({ query: typed, found: items }),
        // Without suggestions an address can still be typed.
        () => !outdated && setFound({ query: typed, found: [] }),
      );
    }
    return () => {
      outdated = true;
    };
  }, [typed]);

  /** Nothing is typed: those who were added or changed last. */
  const findRecent = (): void => {
    contactPageMessages.send('contacts.recent', { limit: offered + to.length }).then(
      (recent) => {
        const { typed: now } = hand.now();
        if (now.trim() === '') setFound({ query: now, found: recent });
      },
      () => undefined,
    );
  };
  const add = (added: QuickRecipient[]): void => {
    const known = new Set(to.map(({ address }) => address));
    const fresh = added.filter(({ address }) => !known.has(address) && known.add(address));
    void hand.change({ to: [...to, ...fresh], typed: '' }).catch(() => undefined);
  };
  return (
    <TokenField
      label={t('quick-compose.to')}
      name="to"
      tokens={to.map(({ address, name }) => {
        const why = whyNoAddress(address, t);
        const fault =
          why === null ? {} : { fault: t('quick-compose.badAddress', { address, why }) };
        return { id: address, label: name || address, ...fault };
      })}
      text={typed}
      locked={locked}
      suggestions={found
        .filter(({ email }) => !to.some(({ address }) => address === email))
        .slice(0, offered)
        .map(({ email, name }) => ({ id: email, label: name || email, detail: name ? email : '' }))}
      fresh={query === typed}
      exact={exactOf(typed)}
      labels={{
        suggestions: t('quick-compose.suggestions'),
        remove: (label) => t('quick-compose.remove', { name: label }),
        mend: (label) => t('quick-compose.mend', { name: label }),
      }}
      onAsk={findRecent}
      onText={(text) => {
        // Several at once come by pasting. After a space alone the last one may still be being typed.
        const ended = /[,;\r\n]|\s$/.test(text) && !isOpenQuote(text);
        if (ended && splitRecipients(text).length > 1) add(splitRecipients(text));
        else void hand.change({ typed: text }).catch(() => undefined);
      }}
      onChoose={(email) => {
        const contact = found.find((one) => one.email === email);
        // It will stand in the head of a mail.
        add([{ address: email, name: straightText(contact?.name ?? '') }]);
      }}
      onCommit={(text) => add(splitRecipients(text))}
      onMend={(address) => {
        // What was typed beside it became one on leaving the field.
        const others = hand.now().to.filter((one) => one.address !== address);
        void hand.change({ to: others, typed: address }).catch(() => undefined);
      }}
      onRemove={(address) =>
        void hand.change({ to: to.filter((one) => one.address !== address) }).catch(() => undefined)
      }
    />
  );
}

/** Why no mail can be sent to what stands there, in few words; null when one can. */
export function whyNoAddress(address: string, t: Translate): string | null {
  const check = checkAddress(address);
  return check.ok ? null : t(`batch.fault.${check.fault}`);
}

/** Whoever has typed an address means that one and no longer one that contains it; with a name, as they wrote it. */
function exactOf(typed: string): string | undefined {
  const whole = checkAddress(typed.trim());
  if (!whole.ok) return undefined;
  return whole.name === undefined ? whole.address : '';
}
