import { z } from 'zod';
import { header } from './one-line.ts';

/** Files one mail may carry, and their size together, decoded: with base64 still under the 25 MB of big providers. */
const MAX_ATTACHMENTS = 10;
const MAX_ATTACHMENT_BYTES = 15 * 1024 * 1024;

const MAX_BASE64 = Math.ceil(MAX_ATTACHMENT_BYTES / 3) * 4;
const token = '[a-z0-9][a-z0-9!#$&^_.+-]{0,62}';
const mediaType = new RegExp(`^${token}/${token}$`, 'i');

/** Parts that a mail program would take apart instead of showing a file. */
const isContainer = (type: string) => /^(message|multipart)\//i.test(type);

const isBase64 = (text: string) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

/** Bytes a valid base64 text stands for. */
const base64Bytes = (text: string) =>
  (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);

/** One file. Only its content can be given: there is no path, address or raw part to fetch or to trust. */
export const attachment = z.strictObject({
  filename: header(200).refine(
    (name) => name.trim() !== '' && !/[/\\]/.test(name) && !/^\.+$/.test(name.trim()),
    'must be the name of a file, without a folder',
  ),
  contentType: z
    .string()
    .max(127)
    .refine((type) => mediaType.test(type) && !isContainer(type), 'must be a media type of a file'),
  content: z.string().max(MAX_BASE64).refine(isBase64, 'must be base64'),
});
export type Attachment = z.infer<typeof attachment>;

export const attachments = z
  .array(attachment)
  .max(MAX_ATTACHMENTS)
  .refine(
    (files) =>
      files.reduce((sum, file) => sum + base64Bytes(file.content), 0) <= MAX_ATTACHMENT_BYTES,
    'are more than 15 MB together',
  );
