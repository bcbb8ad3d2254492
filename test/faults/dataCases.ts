// Broken data and configs in the place of those of fixtures/spam, and what must be said.
import type { FaultCase } from "./faultCase";

export const dataCases: readonly FaultCase[] = [
  {
    title: "has malformed records",
    files: { "comments.csv": 'id,text,label\nc1,Please subscribe,SPAM\nc2,one,two,three\nc3,"Great\nsong",HAM\nc4,too few\n' },
    problems: [/^.*(column|field|cell)/i, /^.*(column|field|cell)/i],
  },
  { title: "is empty", files: { "comments.csv": "" }, problems: [/the data has no usable rows/, /^has no usable rows/] },
  { title: "has a header alone", files: { "comments.csv": "id,text,label\n" }, problems: [/./] },
  { title: "is gone", files: { "comments.csv": null }, problems: [/comments\.csv does not exist/] },
  {
    title: "has an open quote",
    files: { "comments.csv": 'id,text,label\nc1,"never closed,SPAM\nc2,x,HAM\n' },
    problems: [/quote/, /No LF votes for SPAM/],
  },
  {
    title: "has gold that is no label",
    files: { "comments.csv": "id,text,label\nc1,x,SPMA\nc2,y,HAM\n" },
    problems: [/SPMA/, /No LF votes for SPAM/],
  },
  {
    title: "has two columns of one name",
    files: { "comments.csv": "id,text,text,label\nc1,x,y,HAM\n" },
    problems: [/text/, /No LF votes for SPAM/],
  },
  {
    title: "has a config that is no JSON",
    files: { "lf.config.json": '{ "labels": ["HAM", "SPAM"] "data": "comments.csv" }' },
    problems: [/comma expected/],
  },
  { title: "has a config that is empty", files: { "lf.config.json": "" }, problems: [/The file is empty/] },
  {
    title: "has one label",
    files: { "lf.config.json": '{ "labels": ["HAM"], "data": "comments.csv" }' },
    problems: [/Name at least two labels/],
  },
  {
    title: "lies outside of the project",
    files: { "lf.config.json": '{ "labels": ["HAM", "SPAM"], "data": "../../secret.csv" }' },
    problems: [/leads outside the project/],
  },
  {
    title: "is of a kind that is not known",
    files: { "lf.config.json": '{ "labels": ["HAM", "SPAM"], "data": "comments.lf.ts" }' },
    problems: [/data files are \.csv/],
  },
];
