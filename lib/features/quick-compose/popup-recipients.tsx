import { useEffect, useState } from 'preact/hooks';
import { TokenField } from '@/components/token-field';
import type { QuickRecipient } from '@/lib/core/quick-compose/quick-draft';
import { type Contact, contactPageMessages } from '@/lib/features/contacts/messages';
import { checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import type { DraftInHand } from './popup-draft';

/** To whom: contacts as one types, or addresses, one or several at once. */
export function Recipients({ hand }: { hand: DraftInHand }) {
  const t = currentTranslate.value;
  const { to, typed } = hand.now();
  const [found, setFound] = useState<readonly Contact[]>([]);
  useEffect(() => {
    let outdated = false;
    if (typed.trim() === '') setFound([]);
    else {
      contactPageMessages.send('contacts.search', { query: typed, limit: 6 }).then(
        ({ items }) => !outdated && setFound(items),
        // Without suggestions an address can still be typed.
        () => !outdated && setFound([]),
      );
    }
    return () => {
      outdated = true;
    };
  }, [typed]);

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
        const check = checkAddress(address);
        const fault = check.ok ? undefined : t('quick-compose.badAddress', { address });
        return { id: address, label: name || address, fault };
      })}
      text={typed}
      suggestions={found
        .filter(({ email }) => !to.some(({ address }) => address === email))
        .map(({ email, name }) => ({ id: email, label: name || email, detail: name ? email : '' }))}
      labels={{
        suggestions: t('quick-compose.suggestions'),
        remove: (label) => t('quick-compose.remove', { name: label }),
      }}
      onText={(text) => {
        // Several at once come by pasting.
        if (/[,;\n]\s*\S/.test(text)) add(splitRecipients(text));
        else void hand.change({ typed: text }).catch(() => undefined);
      }}
      onChoose={(email) => {
        const contact = found.find((one) => one.email === email);
        add([{ address: email, name: contact?.name ?? '' }]);
      }}
      onCommit={(text) => add(splitRecipients(text))}
      onRemove={(address) =>
        void hand.change({ to: to.filter((one) => one.address !== address) }).catch(() => undefined)
      }
    />
  );
}

/** `Claire <c@x.fr>, luc@y.fr` → two recipients; what is no address stays as it was typed. */
export function splitRecipients(text: string): QuickRecipient[] {
  return text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const check = checkAddress(part);
      return check.ok
        ? { address: check.address, name: check.name ?? '' }
        : { address: part, name: '' };
    });
}
