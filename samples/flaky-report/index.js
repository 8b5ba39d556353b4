let calls = 0;

/** Every third call of one execution environment fails, as reports do at the end of a month. */
exports.handler = async (event) => {
  calls += 1;
  console.log('collecting rows for %s', event.month);
  const rows = calls % 3 === 0 ? undefined : [{ amount: 40 }, { amount: 2 }];
  if (!rows) console.warn('the warehouse answered without rows');
  return { month: event.month, total: sumOf(rows) };
};

function sumOf(rows) {
  return rows.reduce((total, row) => total + row.amount, 0);
}
