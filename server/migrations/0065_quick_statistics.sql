-- Statistics of columns nobody filters by cost most of an ANALYZE (recipients alone more than half of that of messages), and a busy young
-- installation is analysed every few seconds: each time answers took a tenth of a second longer on a small machine.
alter table messages
  alter column text set statistics 0,
  alter column html set statistics 0,
  alter column quoted_text set statistics 0,
  alter column quoted_html set statistics 0,
  alter column recipients set statistics 0,
  alter column details set statistics 0;
alter table events alter column data set statistics 0;
