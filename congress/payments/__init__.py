"""What costs money at a congress, and the money: dinner, hotel night, booth. Off until an organiser switches it on.

Words: an extra 收费项目 has a price and places; an order 订单 holds places of a registration until it is paid, released
or given back; a fact is what Stripe told about one payment or refund; an entry 资金流水 is a line of the money ledger;
a bank line 银行流水 is a row of a statement; a pledge 捐赠认捐 is a promise and never a checkout.

Promises: amounts are computed here alone; a place is taken by one statement that cannot overshoot; an order's state
is derived from facts, so that events may be repeated and reordered; nobody gets back more than was paid, and nothing
twice; the ledger only grows. No call to Stripe happens inside a transaction. Open `settling.py`, then `orders.py`.
"""
