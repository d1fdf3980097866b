import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Opens a native dialog modally for as long as it is rendered and gives focus back afterwards. Focus goes
 * to the first element that matches `first`, else onto the dialog itself: never onto "close" by default.
 */
export function useModal(onClose: () => void, first = 'textarea') {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.showModal();
    const target = element.querySelector<HTMLElement>(first) ?? element;
    target.focus({ preventScroll: true });
    // In the middle, so that its label is seen as well.
    if (target !== element) target.scrollIntoView?.({ block: 'center' });
    const onCancel = (event: Event): void => {
      // The owner decides: it may still have to stop a request or to keep a text.
      event.preventDefault();
      close.current();
    };
    element.addEventListener('cancel', onCancel);
    return () => {
      element.removeEventListener('cancel', onCancel);
      element.close();
    };
  }, []);
  return dialog;
}
