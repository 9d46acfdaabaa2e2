-- Who units are owed to is asked of the stock that lines hold, which knows bundles and locations; nothing asks the lines.
DROP INDEX order_line_owing;
