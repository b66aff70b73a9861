/** Companies: the organisation of a contact, its mail domains and who looks after it. */
export { assignByDomain, companyTasks } from "./assign.ts";
export { companyBulk } from "./bulk.ts";
export { addCompany, applyCompanyChange, createCompany, nextExternalIds } from "./change.ts";
export { cleanDomain, domainOf, isFreeMail } from "./domains.ts";
export { compileCompanyFilter, segmentCondition } from "./filter.ts";
export { countUpTo, findSegmentFilter, listCompanies, mostFound } from "./list.ts";
export { listCompanyNotes } from "./notes.ts";
export { type CompanyRow, companyGroup, findCompany, requireCompany } from "./queries.ts";
export { companyRoutes } from "./routes.ts";
export {
  defaultSegments,
  loadSegments,
  noSegments,
  refuseNesting,
  type Segments,
  segmentFilter,
  visibleSegment,
} from "./segments.ts";
export { companyView } from "./views.ts";
