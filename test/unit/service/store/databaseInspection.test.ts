import { describe, expect, it } from 'vitest';
import { storageFailure } from '../../../../src/service/store/databaseInspection.ts';

const sqliteError = (errcode: number) => Object.assign(new Error('from SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });

describe('storageFailure', () => {
  it.each([11, 267, 26])('takes SQLite code %i for damage', (code) => {
    expect(storageFailure(sqliteError(code))?.message).toMatch(/is damaged: service\.db in its data folder/);
  });

  it.each([sqliteError(13), Object.assign(new Error('no space'), { code: 'ENOSPC' })])(
    'tells of a full disk: %s',
    (error) => {
      expect(storageFailure(error)).toMatchObject({ code: 'ServiceException', httpStatus: 500 });
      expect(storageFailure(error)?.message).toMatch(/^There is no room left on the disk/);
    },
  );

  it.each([sqliteError(5), sqliteError(19), new TypeError('a bug'), 'text', undefined])(
    'knows nothing of %s',
    (error) => {
      expect(storageFailure(error)).toBeUndefined();
    },
  );
});
