import type { OperationObject } from '@nestjs/swagger';

const BINARY = { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } as const;

/** What `/docs` says of an upload's form. */
export const UPLOAD: Partial<OperationObject> = {
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          properties: {
            room: {
              type: 'string',
              description:
                'The only room that may show the file: its id, its key, or JSON as commands name rooms (`{"code":"ABC234"}`). Stands before the file, and not beside `to`.',
            },
            to: {
              type: 'string',
              description:
                'The only person who may be shown it, by id, or as JSON (`{"username":"ana"}`). Stands before the file.',
            },
            file: { type: 'string', format: 'binary', description: 'The last part of the form, and the only file.' },
          },
        },
      },
    },
  },
};

/** What `/docs` says of a download. */
export const DOWNLOAD: Partial<OperationObject> = {
  responses: {
    200: { description: 'The content', ...BINARY },
    206: { description: 'The part that `Range` asks for', ...BINARY },
    304: { description: 'The client has it already (`If-None-Match`)' },
    416: { description: 'The file has no such part; `Content-Range` says how long it is' },
  },
};
