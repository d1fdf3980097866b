import { ClipboardPaste, FileUp, Upload, UsersRound } from 'lucide-preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '@/components/button';
import { DropZone } from '@/components/drop-zone';
import { Field } from '@/components/field';
import { currentTranslate } from '@/lib/platform/translate';
import { ContactPicker } from './panel-pick-contacts';

const icon = { size: 18, strokeWidth: 1.9, 'aria-hidden': true } as const;

/** What stands here in place of the list; `sources` while one looks for another. */
export type SourcePick = '' | 'sources' | 'paste' | 'contacts';

interface SourcesProps {
  pick: SourcePick;
  pasted: string;
  onPasted(text: string): void;
  /** Ids of contacts picked one by one. */
  picked: readonly string[];
  onPicked(ids: string[]): void;
  onPick(pick: SourcePick): void;
  onTake(source: Blob | string, name: string): Promise<void>;
  /** Back to the list that is there; absent where there is none yet. */
  onKeep?(): void;
}

/** Where the recipients come from: a file, pasted cells or the contacts. */
export function Sources(props: SourcesProps) {
  const { pick, pasted, onPasted, onPick, onTake, onKeep } = props;
  const t = currentTranslate.value;
  const back = (): void => onPick(onKeep ? 'sources' : '');
  if (pick === 'paste') {
    return <Paste text={pasted} onText={onPasted} onTake={onTake} onCancel={back} />;
  }
  if (pick === 'contacts') {
    const { picked, onPicked } = props;
    return <ContactPicker picked={picked} onPicked={onPicked} onTake={onTake} onCancel={back} />;
  }
  return (
    <DropZone onFile={(file) => void onTake(file, file.name)}>
      <Upload size={26} strokeWidth={1.9} aria-hidden="true" />
      <p>{t('batch.dropFile')}</p>
      <FileButton label={t('batch.chooseFile')} onTake={onTake} />
      <div class="drop-others">
        <Button
          name="paste-table"
          icon={<ClipboardPaste {...icon} />}
          onPress={() => onPick('paste')}
        >
          {t('batch.pasteTable')}
        </Button>
        <Button
          name="from-contacts"
          icon={<UsersRound {...icon} />}
          onPress={() => onPick('contacts')}
        >
          {t('batch.fromContacts')}
        </Button>
      </div>
      <p class="field-hint">{t('batch.fileHint')}</p>
      {onKeep && (
        <Button name="keep-list" kind="quiet" onPress={onKeep}>
          {t('batch.keepList')}
        </Button>
      )}
    </DropZone>
  );
}

interface FileButtonProps {
  label: string;
  onTake(source: Blob | string, name: string): Promise<void>;
}

function FileButton({ label, onTake }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        kind="primary"
        name="choose-file"
        icon={<FileUp {...icon} />}
        onPress={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        class="only-spoken"
        type="file"
        tabIndex={-1}
        aria-label={label}
        accept=".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/plain"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void onTake(file, file.name);
        }}
      />
    </>
  );
}

function Paste({
  text,
  onText,
  onTake,
  onCancel,
}: {
  /** In the draft from the first letter on, before it is taken. */
  text: string;
  onText(text: string): void;
  onTake(source: string, name: string): Promise<void>;
  onCancel(): void;
}) {
  const t = currentTranslate.value;
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <>
      <Field label={t('batch.pasteLabel')} hint={t('batch.pasteHint')}>
        {(control) => (
          <textarea
            {...control}
            ref={field}
            class="input"
            name="pasted"
            rows={8}
            spellcheck={false}
            value={text}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="batch-bar">
        <Button
          kind="primary"
          name="take-pasted"
          disabled={text.trim() === ''}
          onPress={() => void onTake(text, t('batch.pastedName'))}
        >
          {t('batch.takePasted')}
        </Button>
        <Button kind="quiet" name="cancel-paste" onPress={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </>
  );
}
