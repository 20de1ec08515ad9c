import { expect, it } from "vitest";
import { readPlainPin } from "./plain-pin.ts";
import { readRequirement } from "./requirement.ts";

it.each([
  "django==2.2",
  "Ruamel.Yaml==0.17.21",
  "zope_interface==5",
  "exceptiongroup==1.0.0rc9",
  "black==22.8b0",
  "pkg==1a1.post2.dev3",
  "soupsieve==2.3.2.post1",
  "pkg==2024.1.dev20240101",
])("reads %s as the whole grammar does", (text) => {
  const plain = readPlainPin(text);
  expect(plain).not.toBeNull();
  const full = readRequirement(text);
  const { specifierSet, ...rest } = full.kind === "asked" ? full.asked : expect.fail("it is refused");
  expect(specifierSet).not.toBeNull();
  expect({ ...plain, specifierSet: undefined }).toEqual({ ...rest, specifierSet: undefined });
});

it.each([
  "pkg==1.0.*",
  "pkg==1.0-1",
  "pkg==v1.0",
  "pkg==1.0+local",
  "pkg_==1.0",
  "pkg==1.0post",
  "pkg==1!2.0",
])("leaves %s to the whole grammar", (text) => {
  expect(readPlainPin(text)).toBeNull();
});
