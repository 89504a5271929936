"""校友吹哨、专员报到: an alumnus calls, a service officer reports for duty and sees it through.

A call 吹哨 has a field, a text, perhaps a place and a project. An officer 服务专员 takes it 报到, notes what is done,
and says that it is solved 办结; whoever called agrees and rates it, or calls again.

Promises: each call has two deadlines in working days, for the first answer and for the solution; one that is
late is told to all officers, once; what was said is only ever added to. Open `states.py`, then `actions.py`.
"""
