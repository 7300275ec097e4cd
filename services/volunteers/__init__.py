"""Volunteers: 五 春运志愿服务."""
