import type { ComponentChildren } from 'preact';
import { Button, type ButtonProps } from '@/components/button';
import { ModalDialog } from '@/components/modal-dialog';
import { currentTranslate } from '@/lib/platform/translate';

export interface ChangeDialogProps {
  title: string;
  /** The one button that does it. */
  action: ButtonProps;
  /** Name of the button that leaves everything as it is. */
  away: string;
  /** There is nothing left to do: it is only closed. */
  over?: boolean;
  children: ComponentChildren;
  /** Why it was refused; empty when it was not. */
  refused: string;
  onClose(): void;
}

/** A dialog that asks for one thing, does it by one press, and says why when it was refused. */
export function ChangeDialog(props: ChangeDialogProps) {
  const t = currentTranslate.value;
  return (
    <ModalDialog
      title={props.title}
      closeLabel={t('common.close')}
      foot={
        <>
          <Button kind="primary" {...props.action} />
          <Button kind="quiet" name={props.away} onPress={props.onClose}>
            {t(props.over ? 'common.close' : 'common.cancel')}
          </Button>
        </>
      }
      onClose={props.onClose}
    >
      {props.children}
      {props.refused !== '' && (
        <p class="field-error" role="alert">
          {props.refused}
        </p>
      )}
    </ModalDialog>
  );
}
