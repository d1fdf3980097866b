import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, type ButtonProps } from '@/components/button';
import { currentTranslate } from '@/lib/platform/translate';
import { goToNeed, type Need } from './panel-wizard-need';

export interface WizardFootProps {
  /** The button that leads on. It is always there to be pressed: what is missing is said and shown. */
  action: Pick<ButtonProps, 'name' | 'icon' | 'busy' | 'disabled' | 'passing'> & { label: string };
  /** What keeps it from working now; asked at the press too, since time passes. */
  need(): Need | null;
  /** Grows when another way on was refused for the same need: it is said here too. */
  refused?: number;
  /** Said beside it, e.g. how many mails it is about. */
  note?: string;
  onBack?(): void;
  onGo(): void;
}

/** The way back and the way on, in the same place in every step. */
export function WizardFoot({
  action,
  need,
  refused = 0,
  note = '',
  onBack,
  onGo,
}: WizardFootProps) {
  const [said, setSaid] = useState(false);
  const open = need();
  const known = useRef(refused);
  useEffect(() => {
    if (refused !== known.current) setSaid(true);
    known.current = refused;
  }, [refused]);
  // Once it is put right it is not said again before the next press.
  useEffect(() => {
    if (open === null) setSaid(false);
  }, [open === null]);
  const { label, ...button } = action;
  const words = said && open ? open.words : '';
  return (
    <footer class="wizard-foot">
      <p id="wizard-need" class="wizard-need" role="alert" data-said={words !== ''}>
        {words}
      </p>
      {onBack && (
        <Button kind="quiet" name="previous-step" onPress={onBack}>
          {currentTranslate.value('batch.back')}
        </Button>
      )}
      <span class="wizard-count" role="status">
        {note}
      </span>
      <Button
        {...button}
        kind="primary"
        describedBy={words === '' ? undefined : 'wizard-need'}
        onPress={() => {
          const now = need();
          if (!now) return onGo();
          setSaid(true);
          goToNeed(now);
        }}
      >
        {label}
      </Button>
    </footer>
  );
}
