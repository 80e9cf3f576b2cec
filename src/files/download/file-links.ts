import { Injectable } from '@nestjs/common';
import { Signatures } from '../../auth/index.js';
import { AppError } from '../../common/index.js';
import type { FileLink } from '../../protocol/index.js';

const PURPOSE = 'file-link';
const LINK_SECONDS = 600;

/** Links that let a browser fetch a file where it can send no token, in that person's name. */
@Injectable()
export class FileLinks {
  constructor(private readonly signatures: Signatures) {}

  make(fileId: string, userId: string): FileLink {
    const { token, expiresAt } = this.signatures.sign(PURPOSE, { file: fileId, user: userId }, LINK_SECONDS);
    return { url: `/api/files/${fileId}?signature=${token}`, expiresAt: expiresAt.toISOString() };
  }

  /** In whose name the link was made. Throws `UNAUTHENTICATED` when it is over, or for another file. */
  readerOf(fileId: string, signature: string): string {
    const claims = this.signatures.verify(PURPOSE, signature);
    if (claims?.user === undefined || claims.file !== fileId.toLowerCase()) {
      throw new AppError('UNAUTHENTICATED', { field: 'signature', message: 'This link is not valid any more. Get another one.' });
    }
    return claims.user;
  }
}
